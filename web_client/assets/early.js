// Before the first paint, and therefore not a module: what was chosen for this device, so that nothing flashes; and
// again whenever it changes, here (settings.js says so) or in another window. It stands before the page's own title,
// as the first title that a browser meets is the one it shows.
(() => {
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const icon = document.createElement('link');
  icon.rel = 'icon';
  document.head.append(icon);

  /** @param {any} chosen */
  const apply = (chosen) => {
    const page = document.documentElement.dataset;
    /** @param {string} name @param {RegExp} known */
    const put = (name, known) => {
      if (known.test(chosen[name])) page[name] = chosen[name];
      else delete page[name];
    };
    put('theme', /^(light|dark)$/);
    put('motion', /^(reduced|full)$/);
    put('text', /^(115|135|160|200)$/);
    const is_plain = /^(notes|recipes|timetable)$/.test(chosen.icon) && typeof chosen.title === 'string';
    const title = is_plain ? chosen.title : 'Attune';
    icon.href = new URL(is_plain ? `icons/${chosen.icon}.svg` : 'icon.svg', here).href;
    document.title = title;
    for (const name of document.querySelectorAll('.name')) name.textContent = title;
  };

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem('attune.settings') ?? 'null') ?? {};
    } catch {
      // Storage is forbidden here: the device's own settings hold.
      return {};
    }
  };
  apply(read());
  addEventListener('attune-settings', (event) => apply(/** @type {CustomEvent} */ (event).detail));
  addEventListener('storage', ({ key }) => {
    if (key === 'attune.settings') apply(read());
  });
})();
