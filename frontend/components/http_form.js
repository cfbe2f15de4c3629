// Sends a form to Django over HTTP and shows what Django answers. The answer is
// JSON: {redirect: "/where-to-go"} or {errors: {field: ["message", ...]}}.
async function sendOverHttp(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const show = (errors) => {
    for (const slot of form.querySelectorAll("[data-error-for]")) {
      const messages = errors[slot.dataset.errorFor] ?? [];
      slot.textContent = messages.join(" ");
      form.elements[slot.dataset.errorFor]?.setAttribute("aria-invalid", messages.length > 0);
    }
  };
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  try {
    const { csrfToken, errors: refused } = await (await fetch("/auth/csrf/")).json();
    if (refused) return show(refused);
    const body = new FormData(form);
    body.set("theme", localStorage.getItem("theme") ?? "");
    body.set("next", new URLSearchParams(location.search).get("next") ?? "");
    const headers = { "X-CSRFToken": csrfToken };
    const answer = await fetch(form.action, { method: "POST", body, headers });
    const { redirect, errors } = await answer.json();
    show(errors ?? {});
    if (redirect) {
      // Another user gets another server-side state: forget the tab's old one.
      sessionStorage.removeItem("token");
      location.assign(redirect);
    }
  } catch {
    show({ __all__: ["The server did not answer. Check your connection and try again."] });
  } finally {
    form.ariaBusy = "false";
  }
}
