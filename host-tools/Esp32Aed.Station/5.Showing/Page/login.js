import { post } from "./api.js";
import { el } from "./dom.js";

/**
 * Where to go on to after the login: a view of this page (#/...), or a path of this station; anything else becomes the first view.
 * @param {?string} text as the address has it: it may be anybody's
 * @returns {string} an address that begins with # or with this station's own
 */
export function wayBack(text) {
    if (!text || text.startsWith("#/login")) {
        return "#/";
    }

    if (text.startsWith("#/")) {
        return text;
    }

    try {
        const url = new URL(text, location.origin).href;
        return url.startsWith(location.origin + "/") ? url : "#/";
    } catch {
        return "#/";
    }
}

/** The address of the login that leads back to a view. */
export const loginFor = hash => `#/login?${new URLSearchParams({ back: hash || "#/" })}`;

/** Asks for the password, and goes on to where one wanted to be. */
export class Login {
    /** @param {{is_admin: boolean, can_log_in: boolean, needs_login_to_read: boolean}} session */
    constructor(root, session, onDone) {
        const back = wayBack(new URLSearchParams(location.hash.split("?")[1] ?? "").get("back"));
        this.message = el("p", { class: "message", role: "alert", hidden: true });
        this.body = el("div");
        root.replaceChildren(el("h1", {}, "Log in"), this.message, this.body);
        const goOn = () => {
            // A download leaves the page where it is.
            this.body.replaceChildren(el("p", {}, "You are logged in. ", el("a", { href: back }, "Go on"), "."));
            location.replace(back);
        };
        if (session.is_admin) {
            goOn();
            return;
        }

        if (!session.can_log_in) {
            this.body.replaceChildren(el("p", {}, "This station has no password yet, so nobody can log in. Set one by ", el("code", {}, "aed station passwd"),
                " on its computer; until then ", session.needs_login_to_read ? "nothing is shown here." : ["devices are changed by ", el("code", {}, "aed station add-device"), " and the like only."]));
            return;
        }

        const password = el("input", { type: "password", autocomplete: "current-password", required: true, id: "password", "aria-describedby": "why" });
        const button = el("button", {}, "Log in");
        this.body.replaceChildren(el("form", {
            class: "form",
            onsubmit: async event => {
                event.preventDefault();
                button.disabled = true;
                this.message.hidden = true;
                try {
                    await post("/api/login", { password: password.value });
                    await onDone();
                    goOn();
                } catch (error) {
                    this.message.textContent = error.message;
                    this.message.hidden = false;
                    button.disabled = false;
                    password.select();
                }
            },
        }, el("label", { for: "password" }, "Password"), password, button),
        el("p", { id: "why", class: "summary" }, session.needs_login_to_read ? "This station is read, and changed, after a login only." : "Devices and alerts are changed after a login only."));
        password.focus();
    }
}
