// Before anything is drawn: a theme that was chosen by hand. Without one the system's holds.
(() => {
  try {
    const chosen = localStorage.getItem('everfill.theme');
    if (chosen === 'light' || chosen === 'dark') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage may be forbidden; then the choice lasts as long as the page.
  }
})();
