/* When what has the focus goes away, the page's content takes it: a screen reader would
   begin at the top again. A dialog that is open looks after its own focus. */
function keepFocus() {
  let last = null;
  const remember = (event) => {
    last = event.target;
  };
  const fallBack = () => {
    const isLost = last && !last.isConnected && document.activeElement === document.body;
    if (!isLost || document.querySelector("[role=dialog], [role=alertdialog]")) return;
    document.getElementById("content")?.focus({ preventScroll: true });
  };
  const changes = new MutationObserver(fallBack);
  document.addEventListener("focusin", remember);
  changes.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", remember);
    changes.disconnect();
  };
}
