// What Datasette's own pages leave unsaid to a screen reader or a keyboard; no page of ours loads a script.
addEventListener("load", () => {
  const names = {
    "select[name^=_filter_column]": "Column",
    "select[name^=_filter_op]": "Comparison",
    "input[name^=_filter_value]": "Value",
    "select[name=_sort]": "Sort by",
    "textarea[name=sql], .CodeMirror textarea": "SQL",
  };
  for (const [selector, name] of Object.entries(names)) {
    for (const control of document.querySelectorAll(selector)) control.setAttribute("aria-label", name);
  }
  // Datasette jumps from h1 to h3
  for (const heading of document.querySelectorAll("h1 ~ h3, h1 ~ form h3, .advanced-export h3")) heading.ariaLevel = 2;
  for (const cross of document.querySelectorAll("a.cross")) cross.setAttribute("aria-label", "Remove");
  for (const box of document.querySelectorAll(".table-wrapper, .CodeMirror-scroll")) box.tabIndex = 0;
});
