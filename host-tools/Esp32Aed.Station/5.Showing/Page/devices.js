import { get, post } from "./api.js";
import { el } from "./dom.js";
import { moment } from "./words.js";

/** Devices, for whoever is logged in: adding, rotating and revoking. A token and a key are shown once and kept nowhere in the page. */
export class Devices {
    constructor(root) {
        this.message = el("p", { class: "message", role: "alert", hidden: true });
        this.secrets = el("section", { class: "secrets", hidden: true, "aria-label": "New token and key", tabindex: -1 });
        this.body = el("div");
        root.replaceChildren(el("h1", {}, "Devices"), this.message, this.secrets, this.body);
    }

    async start() {
        await this.#doing(async () => this.body.replaceChildren(...await this.#list()));
    }

    async #list() {
        const { devices } = await get("/api/devices", { rates: "no" });
        const name = el("input", { required: true, maxlength: 64, id: "new-device", autocomplete: "off", spellcheck: "false" });
        return [
            el("form", {
                class: "form",
                onsubmit: event => {
                    event.preventDefault();
                    this.#change("add", name.value);
                },
            }, el("label", { for: "new-device" }, "Name of a new device"), name, el("button", {}, "Add")),
            el("div", { class: "wide" }, el("table", { class: "numbers" },
                el("thead", {}, el("tr", {}, ["Device", "Access", "Last seen", "Change"].map(t => el("th", { scope: "col" }, t)))),
                el("tbody", {}, devices.map(d => el("tr", {},
                    el("th", { scope: "row" }, d.device),
                    el("td", { "data-name": "Access" }, d.is_revoked ? "revoked" : d.has_token ? "token" : "no token"),
                    el("td", { "data-name": "Last seen" }, d.last_seen ? moment(Date.parse(d.last_seen) / 1000) : "never"),
                    el("td", {},
                        el("button", { type: "button", onclick: () => this.#ask("rotate", d.device, "The old token ends at once. Make a new one") }, "New token"), " ",
                        d.is_revoked ? null : el("button", {
                            type: "button", class: "bad", onclick: () => this.#ask("revoke", d.device, "It may not post any more. Revoke"),
                        }, "Revoke"))))))),
        ];
    }

    #ask(action, device, question) {
        if (confirm(`${question} for ${device}?`)) {
            this.#change(action, device);
        }
    }

    async #change(action, device) {
        await this.#doing(async () => {
            const answer = await post("/api/admin/devices", { action, device });
            this.secrets.hidden = !answer.token;
            this.secrets.replaceChildren(...(answer.token ? [
                el("h2", {}, answer.device),
                el("p", {}, "Shown only now. Put these lines into nf.secrets of the device:"),
                el("pre", {}, `http.token = ${answer.token}\ncare.key = ${answer.key}`),
            ] : []));
            await this.start();
            if (answer.token) {
                this.secrets.focus();
            }
        });
    }

    async #doing(act) {
        this.message.hidden = true;
        try {
            await act();
        } catch (error) {
            this.message.textContent = error.message;
            this.message.hidden = false;
        }
    }
}
