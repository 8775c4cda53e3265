package dev.assay.scoring.report;

/** How the page looks: light and dark by the reader's choice, and plain on paper. */
final class PageStyle {

    static final String CSS = """
            :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#5a6675;--line:#dfe4ea;--grid:#e8ecf1;
            --cand:#1f5fd0;--base:#8a5a00;--other:#6b7685;--good:#12743b;--bad:#b3261e;--open:#8a6100;--goodbg:#e7f5ec;--badbg:#fdeceb;
            --openbg:#fdf4df;--ties:#c9d1da;--code:#f0f2f5}
            @media (prefers-color-scheme:dark){:root{--bg:#11161d;--card:#1a212b;--ink:#e6ebf2;--soft:#9aa7b6;--line:#2e3946;--grid:#28323e;
            --cand:#7fb0ff;--base:#f0b95c;--other:#9aa7b6;--good:#62d394;--bad:#ff8a80;--open:#f2c14e;--goodbg:#143323;--badbg:#3d1d1b;
            --openbg:#3a2e12;--ties:#44505f;--code:#222b36}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
            main{max-width:1080px;margin:0 auto;padding:28px 20px 60px}
            h1{font-size:1.6rem;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
            h2{font-size:1.12rem;margin:0 0 12px}
            h3{font-size:.98rem;margin:20px 0 6px}
            p{margin:0 0 10px}
            .sub{color:var(--soft);margin:0 0 18px;overflow-wrap:anywhere}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:0 0 18px}
            .banner{border-left-width:8px}
            .banner .word{font-size:2rem;font-weight:700;letter-spacing:.02em;line-height:1.2}
            .banner.ship{background:var(--goodbg);border-color:var(--good)}.banner.ship .word{color:var(--good)}
            .banner.iterate{background:var(--badbg);border-color:var(--bad)}.banner.iterate .word{color:var(--bad)}
            .banner.inconclusive{background:var(--openbg);border-color:var(--open)}.banner.inconclusive .word{color:var(--open)}
            .tiles{display:flex;flex-wrap:wrap;gap:12px;margin-top:14px}
            .tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px;min-width:150px;flex:1}
            .tile b{display:block;font-size:1.35rem;font-variant-numeric:tabular-nums}
            .tile span{color:var(--soft);font-size:.85rem}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:.92rem}
            caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:6px}
            th,td{text-align:left;padding:7px 10px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
            th{font-weight:600;color:var(--soft);font-size:.82rem;white-space:nowrap}
            td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            tr:last-child td{border-bottom:0}
            .badge{display:inline-block;font-weight:700;font-size:.78rem;border-radius:999px;padding:2px 10px;border:1px solid;white-space:nowrap}
            .badge.pass{color:var(--good);background:var(--goodbg)}.badge.refuted{color:var(--bad);background:var(--badbg)}
            .badge.inconclusive{color:var(--open);background:var(--openbg)}
            .why{color:var(--soft);font-size:.86rem}
            .key{display:inline-block;width:10px;height:10px;border-radius:50%;margin-right:7px}
            .key.candidate{background:var(--cand)}.key.baseline{background:var(--base)}.key.other{background:var(--other)}
            .key.kwins{background:var(--good)}.key.klosses{background:var(--bad)}.key.kties{background:var(--ties)}
            .two{display:grid;grid-template-columns:minmax(0,1.1fr) minmax(0,1fr);gap:22px;align-items:start}
            @media (max-width:860px){.two{grid-template-columns:minmax(0,1fr)}}
            svg{display:block;max-width:100%}
            svg.plot{width:100%;height:auto}
            svg.gateplot{width:200px;height:34px}
            svg text{font-size:12px;fill:var(--ink)}svg .tick{fill:var(--soft);font-size:11px}
            svg .grid{stroke:var(--grid);stroke-width:1}svg .ref{stroke:var(--soft);stroke-width:1.2;stroke-dasharray:4 3}
            svg .whisker{stroke-width:2.2}
            svg .candidate .whisker{stroke:var(--cand)}svg .candidate circle{fill:var(--cand)}
            svg .baseline .whisker{stroke:var(--base)}svg .baseline circle{fill:var(--base)}
            svg .other .whisker{stroke:var(--other)}svg .other circle{fill:var(--other)}
            svg .forbidden{fill:var(--bad);opacity:.13}svg .threshold{stroke:var(--ink);stroke-width:1.6}
            svg .pass .whisker{stroke:var(--good)}svg .pass circle{fill:var(--good)}
            svg .refuted .whisker{stroke:var(--bad)}svg .refuted circle{fill:var(--bad)}
            svg .inconclusive .whisker{stroke:var(--open)}svg .inconclusive circle{fill:var(--open)}
            svg .wins{fill:var(--good)}svg .losses{fill:var(--bad)}svg .ties{fill:var(--ties)}
            svg .inwins,svg .inlosses{fill:var(--card);font-weight:700}svg .inties{fill:var(--ink);font-weight:700}
            details{border:1px solid var(--line);border-radius:8px;margin:0 0 8px;padding:0 14px}
            summary{cursor:pointer;padding:9px 0;overflow-wrap:anywhere}
            details[open] summary{border-bottom:1px solid var(--line);margin-bottom:10px}
            pre{background:var(--code);border-radius:6px;padding:9px 11px;margin:2px 0 10px;white-space:pre-wrap;overflow-wrap:anywhere;
            font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
            dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 16px;margin:0 0 12px}
            dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
            footer{color:var(--soft);font-size:.85rem}
            @media print{:root{color-scheme:light}body{background:#fff;font-size:11px}main{max-width:none;padding:0}
            .card{break-inside:avoid;border-radius:0}details{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
            """;

    private PageStyle() {}
}
