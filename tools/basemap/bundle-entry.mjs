// What the map page may use: window.d3 and window.topojson.
import * as array from "d3-array";
import * as axis from "d3-axis";
import * as geo from "d3-geo";
import * as scale from "d3-scale";
import * as selection from "d3-selection";
import * as time from "d3-time";
import * as timeFormat from "d3-time-format";
import * as transition from "d3-transition"; // gives selections .transition(), which d3-zoom needs for smooth steps
import * as zoom from "d3-zoom";
import { feature, mesh } from "topojson-client";

window.d3 = { ...array, ...axis, ...geo, ...scale, ...selection, ...time, ...timeFormat, ...transition, ...zoom };
window.topojson = { feature, mesh };
