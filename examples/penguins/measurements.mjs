/** What is measured of each penguin, in the order in which the models see it. */
export const measurements = ['beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g'];

/** What a grown penguin of these species can measure; outside of it somebody mistyped, or swapped two units. */
export const plausible = {
  beak_length_mm: [25, 70],
  beak_depth_mm: [10, 25],
  flipper_length_mm: [150, 250],
  body_mass_g: [2000, 7500],
};

/** The measurements of `rows` as the numbers that a model reads. */
export function toFeatures(rows) {
  return rows.map(row => measurements.map(name => row[name]));
}
