/* Keys for a page with a list: "/" searches, "n" adds, "?" helps, arrows move. */

const SHORTCUTS = { "/": "search", n: "new", "?": "help" };
const ROWS = "main tbody tr[tabindex]";

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable=true]");
}

function focusRow(row) {
  for (const other of document.querySelectorAll(ROWS)) other.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
}

function moveInList(event) {
  const rows = [...document.querySelectorAll(ROWS)];
  const here = rows.indexOf(document.activeElement);
  const there = {
    ArrowDown: here + 1,
    ArrowUp: here < 0 ? 0 : here - 1,
    Home: here < 0 ? -1 : 0,
    End: here < 0 ? -1 : rows.length - 1,
  }[event.key];
  if (!rows[there]) return false;
  focusRow(rows[there]);
  return true;
}

function takeKey(event) {
  const { key, target, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey || event.defaultPrevented) return false;
  if (document.querySelector("[role=dialog], [role=alertdialog]")) return false;
  if (key === "Escape" && target.closest(`${ROWS}, [data-shortcut=search]`)) {
    target.blur();
    return true;
  }
  if (isTyping(target)) return false;
  if (SHORTCUTS[key] && !event.repeat) {
    const found = document.querySelector(`[data-shortcut=${SHORTCUTS[key]}]`);
    if (key === "/") found?.focus();
    else found?.click();
    return Boolean(found);
  }
  if (key === "Enter" && target.matches(ROWS)) {
    target.querySelector("[data-shortcut=edit]")?.click();
    return true;
  }
  return moveInList(event);
}

function onShortcut(event) {
  if (takeKey(event)) event.preventDefault();
}

/* Back and forward change the address: the search box has to follow. */
function showSearchOfAddress() {
  const box = document.querySelector("[data-shortcut=search]");
  const query = new URLSearchParams(window.location.search);
  if (box) box.value = query.get("search_query") ?? "";
}

function listenForShortcuts() {
  document.addEventListener("keydown", onShortcut);
  window.addEventListener("popstate", showSearchOfAddress);
  return () => {
    document.removeEventListener("keydown", onShortcut);
    window.removeEventListener("popstate", showSearchOfAddress);
  };
}
