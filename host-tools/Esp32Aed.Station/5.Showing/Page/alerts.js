import { AlertForm } from "./alertform.js";
import { nameOf, reachOf } from "./alertwords.js";
import { get, post, remove } from "./api.js";
import { el, setText } from "./dom.js";
import { loginFor } from "./login.js";
import { many, moment } from "./words.js";

const mostStates = 10;

/** The rules that ring, what each says now, and when it last rang; whoever is logged in adds and deletes them. */
export class Alerts {
    /** @param {{is_admin: boolean, can_log_in: boolean}} session */
    constructor(root, session) {
        this.session = session;
        this.message = el("p", { class: "message", role: "alert", hidden: true });
        this.summary = el("p", { class: "summary", role: "status" });
        this.form = el("div");
        this.list = el("div", { class: "alerts" });
        root.replaceChildren(el("h1", {}, "Alerts"), this.message, this.summary, this.form, this.list);
    }

    async start() {
        await this.#doing(async () => {
            if (this.session.is_admin) {
                const [{ devices }, { labels }] = await Promise.all([get("/api/devices", { rates: "no" }), get("/api/labels")]);
                const form = new AlertForm(devices.filter(d => !d.is_revoked).map(d => d.device), labels, rule => this.#add(rule));
                this.form.replaceChildren(el("details", { class: "controls" }, el("summary", {}, "New alert"), form.root));
            } else if (this.session.can_log_in) {
                this.form.replaceChildren(el("p", {}, el("a", { href: loginFor("#/alerts") }, "Log in"), " to add or delete alerts."));
            } else {
                this.form.replaceChildren(el("p", {}, "To add alerts here, set a password by ", el("code", {}, "aed station passwd"), "."));
            }

            await this.#show();
            this.isStarted = true;
        });
    }

    /** Shows what rings now. Whoever is at one of the buttons by the keyboard stays there. */
    async ring() {
        if (this.isStarted && !this.list.contains(document.activeElement)) {
            await this.#doing(() => this.#show());
        }
    }

    async #show() {
        const { rules, states } = await get("/api/alerts");
        const ringing = states.filter(s => s.is_raised).length;
        setText(this.summary, rules.length === 0
            ? "No alerts yet. An alert rings when a sensor counts too much or too little, falls silent, or when its battery runs low."
            : `${many(rules.length, "alert")}, ${ringing === 0 ? "none rings" : `${many(ringing, "sensor")} ringing`}`);
        const isRinging = rule => states.some(s => s.rule === rule.id && s.is_raised);
        this.list.replaceChildren(...rules.sort((a, b) => isRinging(b) - isRinging(a)).map(rule => this.#card(rule, states.filter(s => s.rule === rule.id))));
    }

    #card(rule, states) {
        const ringing = states.filter(s => s.is_raised);
        const [last] = states.filter(s => s.last_raised).sort((a, b) => Date.parse(b.last_raised) - Date.parse(a.last_raised));
        const id = `alert-${rule.id}`;
        return el("article", { class: "tile", "aria-labelledby": id, "data-alert": rule.id },
            el("header", {}, el("h2", { id }, nameOf(rule)), el("span", { class: `badge ${ringing.length > 0 ? "bad" : "good"}` }, ringing.length > 0 ? "ringing" : "quiet")),
            el("p", { class: "seen" }, reachOf(rule)),
            ringing.length === 0 ? null : el("ul", { class: "ringing" }, ringing.slice(0, mostStates).map(s => el("li", {},
                el("a", { href: `#/charts/${encodeURIComponent(s.device)}` }, s.device), s.text.slice(s.device.length), `, rings since ${momentOf(s.since)}`)),
            ringing.length > mostStates ? el("li", {}, `and ${many(ringing.length - mostStates, "more sensor")}`) : null),
            ringing.length > 0 ? null : el("p", { class: "last" }, last ? `Last rang ${momentOf(last.last_raised)}, ${last.device}` : states.length > 0 ? "Rang before; when is not known" : "Has not rung yet"),
            rule.has_webhook ? el("p", { class: "last" }, rule.webhook ? `Calls ${rule.webhook}` : "Calls a webhook") : null,
            this.session.is_admin ? el("button", { type: "button", class: "bad", "aria-label": `Delete ${nameOf(rule)}`, onclick: () => this.#delete(rule) }, "Delete") : null);
    }

    async #add(rule) {
        return this.#doing(async () => {
            await post("/api/alerts", rule);
            await this.#show();
        });
    }

    async #delete(rule) {
        if (confirm(`Delete the alert “${nameOf(rule)}”?`)) {
            await this.#doing(async () => {
                await remove("/api/alerts", { id: rule.id });
                await this.#show();
            });
        }
    }

    async #doing(act) {
        this.message.hidden = true;
        try {
            await act();
            return true;
        } catch (error) {
            this.message.textContent = error.message;
            this.message.hidden = false;
            return false;
        }
    }
}

const momentOf = text => moment(Date.parse(text) / 1000);
