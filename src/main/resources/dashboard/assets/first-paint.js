// Runs before the page is painted, so that a chosen theme does not flash. Everything else is in app.js.
(() => {
  try {
    const theme = localStorage.getItem('wiretag.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // no storage: the system's theme holds
  }
})();
