import { axisText, colours, fit, niceStep } from "./canvas.js";

/** The last day as small bars, one for each hour; an hour without a record is a dot on the base line. */
export function drawSpark(canvas, hours) {
    const { context, width, height } = fit(canvas);
    const { quiet, series } = colours(canvas);
    canvas.dataset.bars = hours.length;
    if (hours.every(h => h === null)) {
        return;
    }

    const largest = Math.max(1, ...hours.map(h => h ?? 0));
    const step = width / hours.length;
    hours.forEach((count, i) => {
        context.fillStyle = count === null ? quiet : series[0];
        const tall = count === null ? 1 : Math.max(2, (height - 2) * count / largest);
        context.fillRect(i * step + 1, height - tall, Math.max(1, step - 2), tall);
    });
}

/**
 * Events per hour of listening, by hour of the day.
 * @param {HTMLCanvasElement} canvas
 * @param {{name: string, hours: {count: number, listened_s: number}[]}[]} sensors
 */
export function drawHours(canvas, sensors) {
    const { context, width, height } = fit(canvas);
    const colour = colours(canvas);
    const [left, bottom, top] = [40, 22, 8];
    const rates = sensors.map(s => s.hours.map(h => (h.listened_s > 0 ? h.count / h.listened_s * 3600 : null)));
    const largest = Math.max(...rates.flat().map(r => r ?? 0)) || 1;
    const step = niceStep(largest, 4);
    const most = Math.ceil(largest / step - 1e-9) * step;
    const y = v => height - bottom - (height - bottom - top) * v / most;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (let v = 0; v <= most + step / 2; v += step) {
        context.fillStyle = colour.line;
        context.fillRect(left, Math.round(y(v)), width - left, 1);
        context.fillStyle = colour.quiet;
        context.fillText(axisText(v, step), left - 6, y(v));
    }

    const slot = (width - left) / 24;
    const bar = Math.max(1, (slot - 3) / sensors.length);
    context.textAlign = "center";
    for (let hour = 0; hour < 24; hour++) {
        const x = left + hour * slot;
        if (hour % 3 === 0) {
            context.fillStyle = colour.quiet;
            context.fillText(String(hour), x + slot / 2, height - bottom / 2);
        }

        rates.forEach((of, i) => {
            context.fillStyle = colour.series[i];
            if (of[hour] !== null) {
                context.fillRect(x + 1.5 + i * bar, y(of[hour]), bar - (sensors.length > 1 ? 0.5 : 0), Math.max(1, y(0) - y(of[hour])));
            }
        });
    }

    canvas.dataset.bars = 24 * sensors.length;
}
