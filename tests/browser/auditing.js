// Looks at the page with axe. Contrast, by far its dearest rule, is left out where it was found right before with
// the same words' colours and size, over the same painted ancestors.
async ({ where, known }) => {
  const TEXT = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStroke", "webkitTextFillColor"];
  const PAINT = ["backgroundColor", "backgroundImage", "backgroundClip", "opacity", "filter", "mixBlendMode"];
  const BLANK = "rgba(0, 0, 0, 0) none border-box 1 none normal";
  const seen = new Set(known);
  const grounds = new Map();
  const of = (style, names) => names.map((name) => style[name]).join(" ");
  const own = (one, pseudo) => {
    const style = getComputedStyle(one, pseudo);
    return pseudo && style.content === "none" ? BLANK : of(style, PAINT);
  };
  // What lies beneath the text of an element; null where that need not be its ancestors.
  const ground = (one) => {
    if (!one) return `${innerWidth} ${document.dir}`;
    if (!grounds.has(one)) {
      const above = ground(one.parentElement);
      const { position, float, transform, margin } = getComputedStyle(one);
      const flows = /^(static|relative)$/.test(position) && float + transform === "nonenone" && !margin.includes("-");
      const layers = [own(one), own(one, "::before"), own(one, "::after")].filter((layer) => layer !== BLANK);
      grounds.set(one, above && flows ? [above, ...layers].join("|") : null);
    }
    return grounds.get(one);
  };
  const mark = (one) => ground(one)
    && [ground(one), one.localName, one.matches(":disabled, [aria-disabled]"), of(getComputedStyle(one), TEXT)].join("|");
  const skipped = [...document.querySelectorAll("body *")].filter((one) => seen.has(mark(one)));
  skipped.forEach((one) => one.setAttribute("data-axe-known", ""));
  axe.configure({ noHtml: true, rules: [{ id: "color-contrast", selector: "*:not([data-axe-known])" }] });
  const options = { resultTypes: ["violations", "passes"], selectors: false, elementRef: true };
  const found = await axe.run(where ?? document, options);
  skipped.forEach((one) => one.removeAttribute("data-axe-known"));
  const right = found.passes.find((rule) => rule.id === "color-contrast")?.nodes ?? [];
  return {
    wrong: found.violations.map((rule) => {
      const places = rule.nodes.slice(0, 3).map((node) => node.element.outerHTML.slice(0, 200));
      return `${rule.id}: ${places.join(", ")}`;
    }),
    right: [...new Set(right.map((node) => mark(node.element)).filter((one) => one && !seen.has(one)))],
  };
}
