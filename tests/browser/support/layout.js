/** How a page lies in its window. */

/** @typedef {import('playwright-core').Page} Page */

/** What is wider than the window, if anything. @param {Page} page */
export const sideways = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['page'] : [];
    for (const each of document.querySelectorAll('#app *')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 1 && (right > innerWidth + 1 || left < -1) && !each.closest('.hidden, .skip, .name, progress')) wide.push(`${each.tagName}.${each.className}: ${each.textContent?.slice(0, 40)}`);
    }
    return wide;
  });
