import { get, listen, post } from "./api.js";
import { el, setText } from "./dom.js";
import { Login, loginFor } from "./login.js";
import { Ringing } from "./ringing.js";
import { Tiles } from "./tiles.js";

const main = document.getElementById("main");
const live = document.getElementById("live");
const who = document.getElementById("who");
const mayRead = () => session.is_admin || !session.needs_login_to_read;
const ringing = new Ringing(tellRinging, mayRead);
let session = null;
let asking = null;
let view = null;
let turn = 0;
let isListening = false;
let wasLost = false;

/** Shows what the address names: #/ tiles, #/charts/A,B?span=day&label=cough, #/alerts, #/devices, #/login?back=. */
async function show() {
    const [, place = "", rest = ""] = location.hash.split("?")[0].split("/");
    if (location.hash === "#main") {
        main.focus();
        return;
    }

    if (session === null) {
        // The start shows it once it is known who is looking.
        return;
    }

    const mine = ++turn;
    for (const link of document.querySelectorAll("nav a")) {
        link.setAttribute("aria-current", link.getAttribute("href") === `#/${place}` ? "page" : "false");
    }

    who.hidden = place === "login";
    if (place === "login") {
        view = new Login(main, session, ask);
        return;
    }

    if (!mayRead() || (place === "devices" && !session.is_admin)) {
        location.replace(loginFor(location.hash));
        return;
    }

    hear();
    const make = await makerOf(place, rest);
    if (mine !== turn) {
        // Something else was asked for while this was fetched.
        return;
    }

    view = make();
    view.ring?.(ringing);
    await view.start();
}

async function makerOf(place, rest) {
    if (place === "charts") {
        const { Charts } = await import("./charts.js");
        return () => new Charts(main, choiceOf(rest), choice => history.replaceState(null, "", addressOf(choice)));
    }

    if (place === "alerts") {
        const { Alerts } = await import("./alerts.js");
        return () => new Alerts(main, session);
    }

    if (place === "devices") {
        const { Devices } = await import("./devices.js");
        return () => new Devices(main);
    }

    return () => new Tiles(main);
}

function choiceOf(names) {
    const query = new URLSearchParams(location.hash.split("?")[1] ?? "");
    const one = (name, values) => (values.includes(query.get(name)) ? query.get(name) : values[0]);
    return {
        sensors: names.split(",").filter(n => n).map(decodeURIComponent),
        label: query.get("label") ?? "",
        span: one("span", ["day", "hour", "week", "month"]),
        view: one("view", ["rate", "bubbles"]),
        end: Number(query.get("end")) || null,
    };
}

function addressOf({ sensors, label, span, view: as, end }) {
    const query = new URLSearchParams({ span, view: as, ...(label && { label }), ...(end && { end }) });
    return `#/charts/${sensors.map(encodeURIComponent).join(",")}?${query}`;
}

/** Asks who is looking. */
async function ask() {
    const mine = get("/api/session");
    asking = mine;
    const answer = await mine;
    if (asking !== mine) {
        // It was asked again meanwhile, and the later answer is the one that holds.
        await asking;
        return;
    }

    session = answer;
    who.replaceChildren(session.is_admin ? el("button", { type: "button", onclick: leave }, "Log out")
        : session.can_log_in ? el("a", { href: "#/login", onclick: goToLogin }, "Log in")
        : "");
}

function goToLogin(event) {
    event.preventDefault();
    if (!location.hash.startsWith("#/login")) {
        location.hash = loginFor(location.hash);
    }
}

async function leave() {
    // What was shown to somebody logged in goes; if the station did not answer, the page then says so.
    await post("/api/logout", {}).catch(() => {});
    location.reload();
}

function hear() {
    if (isListening) {
        return;
    }

    isListening = true;
    live.hidden = false;
    ringing.start();
    listen(record => view?.tell?.(record), tellLive, async () => {
        await new Promise(wait => setTimeout(wait, 5000));
        isListening = false;
        await ask().then(() => (mayRead() ? hear() : location.replace(loginFor(location.hash))), hear);
    });
}

function tellLive(isLive) {
    setText(live, isLive ? "live" : "not connected");
    live.classList.toggle("on", isLive);
    if (isLive && wasLost) {
        view?.refresh?.();
    }

    wasLost = !isLive;
}

function tellRinging() {
    const count = document.getElementById("ringing");
    count.hidden = ringing.count === 0;
    setText(count.firstChild, String(ringing.count));
    view?.ring?.(ringing);
}

document.addEventListener("loginneeded", async () => {
    await ask().catch(() => {});
    if (!session.is_admin && !location.hash.startsWith("#/login")) {
        location.replace(loginFor(location.hash));
    }
});
addEventListener("hashchange", show);
try {
    await ask();
    await show();
} catch (error) {
    main.replaceChildren(el("p", { class: "message", role: "alert" }, error.message, ". ", el("a", { href: "/" }, "Try again"), "."));
}
