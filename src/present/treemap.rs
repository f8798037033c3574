//! The geometry of a treemap: rectangles whose areas are as amounts are to each other, as near to squares as they can be.
//!
//! After "Squarified Treemaps" by Bruls, Huizing and van Wijk: amounts, the largest first, are laid in rows along the shorter
//! side of what is left; a row takes one more as long as its worst rectangle gets no longer. Whole numbers all the way.

use super::bars::{AXIS, millionths};

/// Units of the drawing's width; its height is [`HEIGHT`].
pub const WIDTH: i64 = 16_000;
/// Units of the drawing's height.
pub const HEIGHT: i64 = 7_000;

/// A rectangle in units of the drawing, from its left upper corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tile {
    /// From the left.
    pub left: i64,
    /// From the top.
    pub top: i64,
    /// The width.
    pub width: i64,
    /// The height.
    pub height: i64,
}

impl Tile {
    /// Left, top, width and height in hundredths of a percent of the drawing.
    #[must_use]
    pub fn parts(self) -> [i64; 4] {
        let part = |length: i64, whole: i64| length * AXIS / whole;
        // From the rounded ends, so that neighbours touch.
        let (left, top) = (part(self.left, WIDTH), part(self.top, HEIGHT));
        [left, top, part(self.left + self.width, WIDTH) - left, part(self.top + self.height, HEIGHT) - top]
    }
}

/// The rectangles of amounts above zero, the largest first; together they fill the drawing.
#[must_use]
pub fn tiles(amounts: &[String]) -> Vec<Tile> {
    let weights: Vec<i128> = amounts.iter().map(|it| millionths(it).max(1)).collect();
    let mut tiles = Vec::with_capacity(weights.len());
    let mut room = Tile { left: 0, top: 0, width: WIDTH, height: HEIGHT };
    let mut rest = weights.as_slice();
    while !rest.is_empty() {
        let n = row_len(rest, room);
        let (row, others) = rest.split_at(n);
        room = lay(row, rest.iter().sum(), room, &mut tiles);
        rest = others;
    }
    tiles
}

/// How many of the weights make the next row.
fn row_len(weights: &[i128], room: Tile) -> usize {
    let whole: i128 = weights.iter().sum();
    let area = i128::from(room.width) * i128::from(room.height);
    let side = i128::from(room.width.min(room.height));
    let mut sum = 0;
    let mut worst_before = i128::MAX;
    for (idx, weight) in weights.iter().enumerate() {
        sum += weight;
        let areas = |weight: i128| (weight * area / whole).max(1);
        // The rectangle of the first weight is the longest in one way, that of the last in the other.
        let (row, largest, smallest) = (areas(sum), areas(weights[0]), areas(*weight));
        let side_of = side * side;
        let worst = (1_000 * side_of * largest / (row * row)).max(1_000 * row * row / (side_of * smallest).max(1));
        if worst > worst_before {
            return idx;
        }
        worst_before = worst;
    }
    weights.len()
}

/// Lays a row along the shorter side, and gives what is left of the room.
fn lay(row: &[i128], whole: i128, room: Tile, tiles: &mut Vec<Tile>) -> Tile {
    let sum: i128 = row.iter().sum();
    let is_wide = room.width >= room.height;
    let (long, short) = if is_wide { (room.width, room.height) } else { (room.height, room.width) };
    // Parts of a side are no longer than it.
    let part = |side: i64, weight: i128, of: i128| (i128::from(side) * weight / of) as i64;
    let depth = part(long, sum, whole);
    let mut so_far = 0;
    for weight in row {
        let start = part(short, so_far, sum);
        so_far += weight;
        let length = part(short, so_far, sum) - start;
        tiles.push(if is_wide {
            Tile { left: room.left, top: room.top + start, width: depth, height: length }
        } else {
            Tile { left: room.left + start, top: room.top, width: length, height: depth }
        });
    }
    if is_wide {
        Tile { left: room.left + depth, width: room.width - depth, ..room }
    } else {
        Tile { top: room.top + depth, height: room.height - depth, ..room }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(amounts: &[&str]) -> Vec<Tile> {
        tiles(&amounts.iter().map(|&it| it.to_owned()).collect::<Vec<_>>())
    }

    /// Fills the drawing without overlap, with areas as the amounts are (to a thousandth of the drawing).
    fn check(amounts: &[&str]) {
        let tiles = laid(amounts);
        let sum: i128 = amounts.iter().map(|it| millionths(it)).sum();
        let all = i128::from(WIDTH * HEIGHT);
        for (tile, amount) in tiles.iter().zip(amounts) {
            let area = i128::from(tile.width * tile.height);
            let expected = millionths(amount) * all / sum;
            assert!((area - expected).abs() <= all / 1_000, "{tile:?} of {amount}: {area}, not {expected}");
            let is_inside = tile.left >= 0 && tile.top >= 0;
            assert!(is_inside && tile.left + tile.width <= WIDTH && tile.top + tile.height <= HEIGHT);
        }
        assert_eq!(tiles.iter().map(|it| it.width * it.height).sum::<i64>(), WIDTH * HEIGHT);
        for (idx, one) in tiles.iter().enumerate() {
            for other in &tiles[idx + 1..] {
                let apart = |start: i64, len: i64, from: i64, n: i64| start + len <= from || from + n <= start;
                let is_apart = apart(one.left, one.width, other.left, other.width)
                    || apart(one.top, one.height, other.top, other.height);
                assert!(is_apart, "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn areas_are_as_the_amounts_are() {
        check(&["1"]);
        check(&["6", "6", "4", "3", "2", "2", "1"]);
        check(&["123456789.123456", "98765432.1", "1000000", "999999.99", "5"]);
        check(&["0.001", "0.0005", "0.0005"]);
        let many: Vec<String> = (0..24).map(|it| (1_000 / (it + 1)).to_string()).collect();
        check(&many.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn rectangles_are_near_squares() {
        for tile in laid(&["6", "6", "4", "3", "2", "2", "1"]) {
            let (short, long) = (tile.width.min(tile.height), tile.width.max(tile.height));
            assert!(long <= 3 * short, "{tile:?}");
        }
        assert!(laid(&[]).is_empty());
    }

    #[test]
    fn neighbours_touch_in_percent_too() {
        let tiles = laid(&["6", "6", "4", "3", "2", "2", "1"]);
        let right = tiles.iter().map(|it| it.parts()).map(|[left, _, width, _]| left + width).max();
        assert_eq!(right, Some(AXIS));
    }
}
