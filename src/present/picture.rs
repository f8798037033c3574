//! A chart as a picture that stands for itself: SVG with its title, its amounts and the filters that it was made under.
//!
//! On light ground whatever the page's theme is: pictures go into documents.

use super::bars::{self, AXIS};
use super::{labels, treemap, when};
use crate::protocol::{Chart, ChartBar, ChartPanel, ChartShape};

/// Width of the picture in pixels.
const WIDTH: i64 = 960;
const MARGIN: i64 = 24;
const INNER: i64 = WIDTH - 2 * MARGIN;
const ROW: i64 = 28;
/// Height of upright bars.
const PLOT: i64 = 260;
/// Pixels that a letter takes on average, where a text is cut to fit.
const LETTER: i64 = 7;

/// A picture, and its size in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The SVG document.
    pub svg: String,
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// Draws a chart; `filters` are those it was made under, in one line.
#[must_use]
pub fn picture(chart: &Chart, filters: &str) -> Picture {
    let mut drawing = Drawing { body: String::new(), top: MARGIN };
    drawing.text(MARGIN, 18, "t", chart.kind.title());
    drawing.top += 28;
    let filters = if filters.is_empty() { "all lines" } else { filters };
    drawing.text(MARGIN, 12, "s", &format!("Before tax · {}", cut(filters, INNER - 90)));
    drawing.top += 28;
    for panel in &chart.panels {
        let heading = format!("{} {}", panel.currency, labels::amount(&panel.total));
        drawing.text(MARGIN, 14, "c", &heading);
        drawing.top += 26;
        match chart.kind.shape() {
            ChartShape::Bars => drawing.bars(&panel.bars),
            ChartShape::Columns => drawing.columns(&panel.bars),
            ChartShape::Areas => drawing.areas(panel),
        }
        drawing.top += 20;
    }
    let height = drawing.top + 4;
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\"><title>{}</title><style>.t{{font-size:20px;font-weight:650}}\
         .s{{fill:#5b6270}}.c{{font-weight:650}}.e{{text-anchor:end}}.m{{text-anchor:middle}}.b{{fill:#4f7bea}}.n{{fill:#c2703a}}\
         .g{{stroke:#dfe3ea}}.w{{fill:#fff}}</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>{}</svg>\n",
        escaped(chart.kind.title()),
        drawing.body,
    );
    // Some hundred pixels by a chart's panels.
    Picture { svg, width: WIDTH as u32, height: height as u32 }
}

struct Drawing {
    body: String,
    top: i64,
}

impl Drawing {
    /// Text whose line is `height` high and starts at the top.
    fn text(&mut self, left: i64, height: i64, class: &str, text: &str) {
        self.text_at(left, self.top + height, class, text);
    }

    fn text_at(&mut self, left: i64, baseline: i64, class: &str, text: &str) {
        let line = format!("<text x=\"{left}\" y=\"{baseline}\" class=\"{class}\">{}</text>", escaped(text));
        self.body.push_str(&line);
    }

    fn rect(&mut self, class: &str, [left, top, width, height]: [i64; 4], hint: &str) {
        let rect = format!(
            "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"2\"><title>{}</title></rect>",
            escaped(hint),
        );
        self.body.push_str(&rect);
    }

    fn bars(&mut self, bars: &[ChartBar]) {
        const NAME: i64 = 260;
        const AMOUNT: i64 = 170;
        let track = INNER - NAME - AMOUNT;
        for (bar, place) in bars.iter().zip(bars::place(&amounts(bars))) {
            let [start, length] = [place.start, place.length].map(|it| it * track / AXIS);
            self.text(MARGIN, 16, "", &cut(&bar.label, NAME - 12));
            self.rect(class(bar), [MARGIN + NAME + start, self.top + 3, length.max(1), 16], &hint(bar));
            self.text(WIDTH - MARGIN, 16, "e", &labels::amount(&bar.amount));
            self.top += ROW;
        }
    }

    fn columns(&mut self, bars: &[ChartBar]) {
        const SCALE: i64 = 110;
        /// Names of days that fit side by side.
        const MAX_NAMES: usize = 10;
        let amounts = amounts(bars);
        let bottom = self.top + PLOT;
        for tick in bars::ticks(&amounts) {
            let y = bottom - tick.at * PLOT / AXIS;
            let line = format!("<path class=\"g\" d=\"M{} {y}H{}\"/>", MARGIN + SCALE, WIDTH - MARGIN);
            self.body.push_str(&line);
            self.text_at(MARGIN + SCALE - 8, y + 4, "e s", &labels::amount(&tick.amount));
        }
        let room = INNER - SCALE;
        // Fewer than a hundred bars.
        let n = bars.len().max(1) as i64;
        let each = bars.len().div_ceil(MAX_NAMES).max(1);
        for (idx, (bar, place)) in bars.iter().zip(bars::place(&amounts)).enumerate() {
            let left = |idx: usize| MARGIN + SCALE + idx as i64 * room / n;
            let width = (left(idx + 1) - left(idx)).max(3);
            let [start, length] = [place.start, place.length].map(|it| it * PLOT / AXIS);
            if !labels::is_zero(&bar.amount) {
                let gap = (width / 6).max(1);
                self.rect(
                    class(bar),
                    [left(idx) + gap, bottom - start - length, width - 2 * gap, length.max(1)],
                    &hint(bar),
                );
            }
            if idx % each == 0 {
                self.text_at(left(idx) + width / 2, bottom + 18, "m s", &when::short(&bar.label));
            }
        }
        self.top = bottom + 24;
    }

    fn areas(&mut self, panel: &ChartPanel) {
        let (areas, credits): (Vec<ChartBar>, Vec<ChartBar>) = panel.bars.iter().cloned().partition(has_area);
        let height = INNER * treemap::HEIGHT / treemap::WIDTH;
        let top = self.top;
        for (bar, tile) in areas.iter().zip(treemap::tiles(&amounts(&areas))) {
            let [left, above, width, depth] = tile.parts();
            let x = |it: i64| MARGIN + it * INNER / AXIS;
            let y = |it: i64| top + it * height / AXIS;
            let (w, h) = ((x(left + width) - x(left) - 2).max(1), (y(above + depth) - y(above) - 2).max(1));
            self.rect("b", [x(left), y(above), w, h], &hint(bar));
            if w > 60 && h > 22 {
                self.text_at(x(left) + 6, y(above) + 17, "w", &cut(&bar.label, w - 10));
            }
            if w > 80 && h > 42 {
                self.text_at(x(left) + 6, y(above) + 34, "w", &cut(&labels::amount(&bar.amount), w - 10));
            }
        }
        if !areas.is_empty() {
            self.top += height + 8;
        }
        self.bars(&credits);
    }
}

/// Whether a bar has an area to draw: what is below zero has none.
#[must_use]
pub fn has_area(bar: &ChartBar) -> bool {
    !bar.amount.starts_with('-') && !labels::is_zero(&bar.amount)
}

fn amounts(bars: &[ChartBar]) -> Vec<String> {
    bars.iter().map(|it| it.amount.clone()).collect()
}

fn class(bar: &ChartBar) -> &'static str {
    if bar.amount.starts_with('-') { "n" } else { "b" }
}

fn hint(bar: &ChartBar) -> String {
    format!("{}: {}", when::long(&bar.label), labels::amount(&bar.amount))
}

/// The beginning of a text that fits into some pixels.
fn cut(text: &str, room: i64) -> String {
    let max = usize::try_from(room / LETTER).unwrap_or(0);
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max.saturating_sub(1)).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // No document of XML may hold them.
            control if control.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ChartKind;

    fn bar(label: &str, amount: &str) -> ChartBar {
        ChartBar {
            clause: None,
            value: label.to_owned(),
            label: label.to_owned(),
            amount: amount.to_owned(),
            n_lines: 1,
            picked: false,
            cumulative: None,
        }
    }

    fn drawn(kind: ChartKind, bars: Vec<ChartBar>) -> String {
        let panel = ChartPanel { currency: "EUR".to_owned(), bars, total: "12.5".to_owned() };
        picture(&Chart { kind, panels: vec![panel] }, "customer:\"A & B\"").svg
    }

    /// The texts of all elements of a name.
    fn texts<'a>(svg: &'a str, element: &str) -> Vec<&'a str> {
        let end = format!("</{element}>");
        svg.split(&format!("<{element}"))
            .skip(1)
            .filter_map(|it| it.split_once('>')?.1.split_once(&end))
            .map(|it| it.0)
            .collect()
    }

    #[test]
    fn every_bar_says_its_exact_amount() {
        for kind in ChartKind::ALL {
            let svg = drawn(kind, vec![bar("2026-09-01", "17.219999999999999"), bar("B <&> \"C\"", "-4.5")]);
            let titles = texts(&svg, "title");
            assert_eq!(titles[0], kind.title());
            assert_eq!(titles[1], "1 Sep 2026: 17.219999999999999", "{svg}");
            assert_eq!(titles[2], "B &lt;&amp;&gt; &quot;C&quot;: −4.50");
            assert!(texts(&svg, "text").contains(&"Before tax · customer:&quot;A &amp; B&quot;"));
        }
    }

    #[test]
    fn a_long_name_is_cut_to_its_room() {
        assert_eq!(cut("Contoso", 49), "Contoso");
        assert_eq!(cut("Contoso Ltd.", 49), "Contos…");
        assert_eq!(cut("x", 0), "…");
    }
}
