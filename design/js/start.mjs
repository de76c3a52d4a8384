// Behaviour on top of pages that work without it: each part is fetched only where a page asks for it by data-module.
const parts = {
  "govuk-button": ["govuk/button", "Button"],
  "govuk-character-count": ["govuk/character-count", "CharacterCount"],
  "govuk-checkboxes": ["govuk/checkboxes", "Checkboxes"],
  "govuk-error-summary": ["govuk/error-summary", "ErrorSummary"],
  "govuk-notification-banner": ["govuk/notification-banner", "NotificationBanner"],
  "govuk-password-input": ["govuk/password-input", "PasswordInput"],
  "govuk-radios": ["govuk/radios", "Radios"],
  "wm-suggest": ["suggest", "Suggest"],
};
// Filters wait behind their heading on a telephone and are open beside the results on a wide screen.
const wide = window.matchMedia("(min-width: 861px)");
const unfold = () => document.querySelectorAll("details[data-open-wide]").forEach((part) => (part.open = wide.matches));
unfold();
wide.addEventListener("change", unfold);

// A link that says how to print does it by itself.
for (const link of document.querySelectorAll("[data-print]")) link.addEventListener("click", (event) => (event.preventDefault(), window.print()));

if (document.querySelector(".govuk-error-summary")) delete parts["govuk-notification-banner"]; // errors have the focus first
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const [module, [file, name]] of Object.entries(parts)) {
  const places = document.querySelectorAll(`[data-module="${module}"]`);
  if (!places.length) continue;
  import(`./${file}.mjs`).then((found) => places.forEach((place) => new found[name](place)));
}
