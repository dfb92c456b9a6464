// Runs before the first paint, as a file of its own because the pages allow no inline script. The choice is the dashboard's.
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem('kabar.theme');
  } catch {
    // Storage may be forbidden; the system's look is used then.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
