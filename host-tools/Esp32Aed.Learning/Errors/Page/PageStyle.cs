namespace Esp32Aed.Learning.Errors.Page;

/// <summary>Style and script of the page. Both are written without characters that XML would have to escape.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --page: #fff; --ink: #1b1b1f; --quiet: #62626b; --rule: #d6d6dc; --true: #0a7d4f; --found: #c2410c; --score: #1d4ed8; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #141417; --ink: #e8e8ec; --quiet: #9d9da8; --rule: #3a3a42; --true: #3ecf8e; --found: #fb923c; --score: #7aa2ff; }
        }
        body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
        p.note { color: var(--quiet); max-width: 60rem; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; } td, th { padding: .2rem .9rem .2rem 0; text-align: right; border-bottom: 1px solid var(--rule); } td:first-child, th:first-child { text-align: left; }
        .clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)); gap: 1.2rem; padding: 0; margin: 0; }
        figure { margin: 0; padding: .8rem; border: 1px solid var(--rule); border-radius: 6px; min-width: 0; }
        figcaption { overflow-wrap: anywhere; margin-bottom: .4rem; } figcaption .why { color: var(--quiet); display: block; }
        figure.curve { max-width: 40rem; margin-top: 1rem; }
        svg { width: 100%; height: auto; display: block; } audio { width: 100%; height: 2.2rem; margin-top: .4rem; }
        svg text { font-size: 10px; fill: var(--quiet); } svg image { image-rendering: pixelated; }
        .frame { fill: none; stroke: var(--rule); } .true { fill: var(--true); } .found { fill: var(--found); } .other { fill: var(--quiet); } rect.true, rect.found { stroke: var(--page); }
        .on { stroke: var(--found); stroke-dasharray: 6 3; } .off { stroke: var(--quiet); stroke-dasharray: 2 3; }
        .score { fill: none; stroke: var(--score); stroke-width: 1.6; } .onset { stroke: var(--quiet); } .cursor { stroke: var(--ink); stroke-width: 1.5; }
        path.training { fill: none; stroke: var(--found); stroke-width: 2; } path.validation { fill: none; stroke: var(--score); stroke-width: 2; }
        .training.dot, svg text.training { fill: var(--found); } .validation.dot, svg text.validation { fill: var(--score); }
        """;

    public const string Script = """
        document.querySelectorAll('figure audio').forEach(function (audio) {
          var cursor = audio.parentNode.querySelector('.cursor');
          function move() {
            if (audio.duration) {
              cursor.setAttribute('visibility', 'visible');
              cursor.setAttribute('transform', 'translate(' + cursor.dataset.width * audio.currentTime / audio.duration + ',0)');
            }
            if (!audio.paused) requestAnimationFrame(move);
          }
          audio.addEventListener('seeked', move);
          audio.addEventListener('play', function () {
            document.querySelectorAll('audio').forEach(function (other) { if (other !== audio) other.pause(); });
            move();
          });
        });
        """;
}
