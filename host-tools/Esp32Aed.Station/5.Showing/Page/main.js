import { listen } from "./api.js";
import { setText } from "./dom.js";
import { Tiles } from "./tiles.js";

const main = document.getElementById("main");
const live = document.getElementById("live");
let view = null;
let wasLost = false;

/** Shows what the address names: #/ tiles, #/charts/A,B?span=day&label=cough, #/devices. */
async function show() {
    const [, place, rest = ""] = location.hash.split("?")[0].split("/");
    if (location.hash === "#main") {
        main.focus();
        return;
    }

    for (const link of document.querySelectorAll("nav a")) {
        link.setAttribute("aria-current", link.getAttribute("href") === `#/${place ?? ""}` ? "page" : "false");
    }

    if (place === "charts") {
        const { Charts } = await import("./charts.js");
        const charts = new Charts(main, choiceOf(rest), choice => history.replaceState(null, "", addressOf(choice)));
        view = charts;
        await charts.start();
    } else if (place === "devices") {
        const { Devices } = await import("./devices.js");
        const devices = new Devices(main);
        view = devices;
        await devices.start();
    } else {
        const tiles = new Tiles(main);
        view = tiles;
        await tiles.refresh();
        performance.mark("tiles");
    }
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

addEventListener("hashchange", show);
listen(record => view?.tell(record), isLive => {
    setText(live, isLive ? "live" : "not connected");
    live.classList.toggle("on", isLive);
    if (isLive && wasLost) {
        view?.refresh?.();
    }

    wasLost = !isLive;
});
show();
