// Before the first paint, and therefore not a module: the chosen colours and text size, so that nothing flashes.
(() => {
  try {
    const kept = JSON.parse(localStorage.getItem('attune.settings') ?? 'null') ?? {};
    const page = document.documentElement.dataset;
    if (kept.theme === 'light' || kept.theme === 'dark') page['theme'] = kept.theme;
    if (kept.motion === 'reduced' || kept.motion === 'full') page['motion'] = kept.motion;
    if (/^(115|135|160|200)$/.test(kept.text)) page['text'] = kept.text;
  } catch {
    // Storage is forbidden here: the device's own settings hold.
  }
})();
