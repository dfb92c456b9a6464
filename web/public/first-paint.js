// Runs before the first paint, as a file of its own because the page's policy allows no inline script.
// Reads the two choices that src/lib/theme.ts and src/lib/i18n.ts keep, so that neither theme nor language flashes.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('kabar.theme');
    language = localStorage.getItem('kabar.language');
  } catch {
    // Storage may be forbidden; the system's theme and the browser's language are used then.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  if (language) root.lang = language;
})();
