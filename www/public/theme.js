// The theme that was chosen here before, set before the first paint. src/theme.ts writes it.
(function () {
  try {
    const theme = localStorage.getItem('drywire-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage is off: the system's preference stands.
  }
})();
