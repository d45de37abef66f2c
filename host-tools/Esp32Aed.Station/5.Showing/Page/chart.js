import { axisText, colours, fit, niceStep } from "./canvas.js";
import { columnsOf, ratesOf } from "./series.js";

const left = 46;
const right = 8;
const top = 10;
const axis = 24;
const strip = 12;
const mostOfLine = 3;
const timeSteps = [60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 604800];
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/**
 * Draws rates over time: a line for each sensor, broken where nothing was received. Below, a strip for each sensor is
 * filled as far as was listened, and hatched where nothing was received.
 * What was drawn is told by the canvas: data-points, data-gaps, data-ms.
 * @param {HTMLCanvasElement} canvas
 * @param {{from: number, to: number, now: number, sensors: Object[], smooth: number, hasRange: boolean, cursor: ?number}} plot sensors are series;
 * smooth, the seconds that the line is a mean over, may be 0; with hasRange the first sensor's buckets are shown as a range
 * @returns {{columns: Object, rates: Float64Array}[]} what each sensor's columns hold, for reading off
 */
export function drawChart(canvas, plot) {
    const began = performance.now();
    const { context, width, height } = fit(canvas);
    const colour = colours(canvas);
    const wide = Math.max(1, width - left - right);
    const tall = height - top - axis - strip * plot.sensors.length - 4;
    const around = Math.round(plot.smooth / (plot.to - plot.from) * wide / 2);
    const drawn = plot.sensors.map(series => {
        const columns = columnsOf(series, plot.from, plot.to, wide, plot.now);
        return { columns, rates: ratesOf(columns, around) };
    });
    const { step, most } = scaleOf(drawn, plot.hasRange);
    const y = rate => top + tall * (1 - rate / most);
    drawAxes(context, colour, plot, { wide, tall, most, step, y });
    drawn.forEach(({ columns, rates }, i) => {
        if (drawn.length === 1) {
            hatch(context, columns, colour.line, top, tall);
        }

        if (plot.hasRange) {
            drawRange(context, columns, colour.series[i], y);
        }

        drawLine(context, rates, columns, colour.series[i], y);
        drawStrip(context, columns, colour, colour.series[i], height - strip * (drawn.length - i) + 1);
    });
    if (plot.cursor !== null) {
        context.fillStyle = colour.quiet;
        context.fillRect(left + plot.cursor, top, 1, tall);
    }

    canvas.dataset.points = drawn.reduce((n, d) => n + d.columns.points, 0);
    canvas.dataset.gaps = drawn.reduce((n, d) => n + d.columns.gaps, 0);
    canvas.dataset.ms = (performance.now() - began).toFixed(1);
    return drawn;
}

/** The column under a place on the canvas, or null beside the plot. */
export function columnAt(canvas, x) {
    const column = Math.round(x - left);
    return column >= 0 && column < canvas.clientWidth - left - right ? column : null;
}

/**
 * The scale of rates: its steps, its end, and the highest of the range if that is beyond it. A minute hardly listened to may have any rate;
 * the line must not lie flat because of it.
 */
export function scaleOf(drawn, hasRange) {
    let [line, range] = [0, 0];
    for (const { columns, rates } of drawn) {
        for (let c = 0; c < columns.width; c++) {
            line = Math.max(line, rates[c] || 0);
            range = Math.max(range, hasRange ? columns.high[c] : 0);
        }
    }

    const highest = Math.max(line, Math.min(range, mostOfLine * line)) || 1;
    const step = niceStep(highest, 5);
    const most = Math.ceil(highest / step - 1e-9) * step;
    return { step, most, beyond: range > most ? range : null };
}

function drawAxes(context, colour, plot, { wide, tall, most, step, y }) {
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (let v = 0; v <= most + step / 2; v += step) {
        context.fillStyle = colour.line;
        context.fillRect(left, Math.round(y(v)), wide, 1);
        context.fillStyle = colour.quiet;
        context.fillText(axisText(v, step), left - 6, y(v));
    }

    const time = timeSteps.find(s => (plot.to - plot.from) / s <= wide / 72) ?? timeSteps.at(-1);
    const east = -new Date(plot.from * 1000).getTimezoneOffset() * 60;
    context.textAlign = "center";
    for (let t = Math.ceil((plot.from + east) / time) * time - east; t <= plot.to; t += time) {
        const x = left + (t - plot.from) / (plot.to - plot.from) * wide;
        const isMidnight = (t + east) % 86400 === 0;
        context.fillStyle = colour.line;
        context.fillRect(Math.round(x), top, 1, tall + 4);
        context.fillStyle = isMidnight ? colour.ink : colour.quiet;
        if (x > left + 16 && x < left + wide - 20) {
            context.fillText(isMidnight ? day.format(t * 1000) : clock.format(t * 1000), x, top + tall + 14);
        }
    }
}

function drawRange(context, columns, colour, y) {
    context.fillStyle = colour;
    context.globalAlpha = 0.25;
    for (let c = 0; c < columns.width; c++) {
        if (columns.high[c] >= 0) {
            const highest = Math.max(top, y(columns.high[c]));
            context.fillRect(left + c, highest, 1, Math.max(1, y(columns.low[c]) - highest));
        }
    }

    context.globalAlpha = 1;
}

function drawLine(context, rates, columns, colour, y) {
    context.strokeStyle = colour;
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    context.beginPath();
    let isDown = false;
    for (let c = 0; c < rates.length; c++) {
        if (columns.gap[c]) {
            isDown = false;
        } else if (!Number.isNaN(rates[c])) {
            if (isDown) {
                context.lineTo(left + c + 0.5, y(rates[c]));
            } else {
                context.moveTo(left + c, y(rates[c]));
                context.lineTo(left + c + 1, y(rates[c]));
            }

            isDown = true;
        }
    }

    context.stroke();
}

function drawStrip(context, columns, colour, own, at) {
    const tall = strip - 3;
    context.fillStyle = colour.line;
    for (let c = 0; c < columns.width; c++) {
        if (columns.length[c] > 0) {
            context.fillRect(left + c, at, 1, tall);
        }
    }

    context.fillStyle = own;
    for (let c = 0; c < columns.width; c++) {
        if (columns.listened[c] > 0) {
            const part = tall * Math.min(1, columns.listened[c] / columns.length[c]);
            context.fillRect(left + c, at + tall - part, 1, part);
        }
    }

    hatch(context, columns, colour.quiet, at, tall);
}

function hatch(context, columns, colour, at, tall) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    for (let c = 0; c < columns.width; c++) {
        if (!columns.gap[c]) {
            continue;
        }

        let last = c;
        while (last + 1 < columns.width && columns.gap[last + 1]) {
            last++;
        }

        context.save();
        context.beginPath();
        context.rect(left + c, at, last - c + 1, tall);
        context.clip();
        context.beginPath();
        for (let x = c - tall - (c % 6); x <= last; x += 6) {
            context.moveTo(left + x, at + tall);
            context.lineTo(left + x + tall, at);
        }

        context.stroke();
        context.restore();
        c = last;
    }
}
