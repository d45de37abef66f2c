/** Fits a canvas to its place on a screen of any density; gives its context, and its size in CSS pixels. */
export function fit(canvas) {
    const width = Math.max(1, Math.round(canvas.clientWidth));
    const height = Math.max(1, Math.round(canvas.clientHeight));
    const density = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
        canvas.width = Math.round(width * density);
        canvas.height = Math.round(height * density);
    }

    const context = canvas.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = "12px system-ui, sans-serif";
    return { context, width, height };
}

/** The page's colours as they are now, light or dark. */
export function colours(element) {
    const style = getComputedStyle(element);
    const of = name => style.getPropertyValue(name).trim();
    return { ink: of("--ink"), quiet: of("--quiet"), line: of("--line"), panel: of("--panel"), series: [1, 2, 3, 4, 5, 6].map(i => of(`--series-${i}`)) };
}

/** Draws again whenever the element's size or the colour scheme changes; ends when it leaves the page. */
export function keepDrawn(canvas, draw) {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const observer = new ResizeObserver(again);
    function again() {
        if (canvas.isConnected) {
            draw();
        } else {
            observer.disconnect();
            scheme.removeEventListener("change", again);
        }
    }

    observer.observe(canvas);
    scheme.addEventListener("change", again);
}

/** Steps of 1, 2 or 5 times a power of ten: at most so many up to a largest value. */
export function niceStep(largest, most) {
    const rough = largest / most;
    const power = 10 ** Math.floor(Math.log10(rough));
    return power * [1, 2, 5, 10].find(m => m * power >= rough * 0.9999);
}

/** A number on an axis, with the digits that its step needs. */
export const axisText = (value, step) => value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
