"use strict";
(() => {
  // tables: a header sorts its column, by pointer and keyboard
  const compare = (a, b) => {
    const [x, y] = [a, b].map((cell) => cell.dataset.value ?? cell.textContent.trim().replace(/(\d),(?=\d{3})/g, "$1"));
    const [m, n] = [Number(x), Number(y)];
    return Number.isNaN(m) || Number.isNaN(n) ? x.localeCompare(y, "en") : m - n;
  };
  for (const head of document.querySelectorAll("th[aria-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const column = [...head.parentNode.children].indexOf(head);
      const body = head.closest("table").tBodies[0];
      const down = head.getAttribute("aria-sort") === "none" ? head.classList.contains("num")
        : head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentNode.children)
        if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows];
      rows.sort((a, b) => compare(a.cells[column], b.cells[column]) * (down ? -1 : 1));
      body.append(...rows);
    });
  }

  // paper shows what is folded
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const item of folded) item.open = true;
  });
  addEventListener("afterprint", () => { for (const item of folded) item.open = false; });
  for (const button of document.querySelectorAll("[data-unfold]")) {
    const items = [...document.querySelectorAll(button.dataset.unfold + " details")];
    button.hidden = items.length === 0;
    button.addEventListener("click", () => {
      const open = items.some((item) => !item.open);
      for (const item of items) item.open = open;
    });
  }

  // a link into something folded opens it
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let item = target; item; item = item.parentElement) if (item.tagName === "DETAILS") item.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();

  // evidence: hover, focus or tap shows the facts that rest on it, with what they feed
  const panel = document.createElement("div");
  panel.className = "panel";
  panel.hidden = true;
  document.body.append(panel);
  let shown = null;
  let leaving = 0;
  const idsOf = (item) => item.dataset.facts.split(" ").filter(Boolean);
  const light = (ids, on) => {
    for (const mark of document.querySelectorAll(".mark[data-facts]"))
      if (idsOf(mark).some((id) => ids.includes(id))) mark.classList.toggle("lit", on);
  };
  const hide = () => {
    clearTimeout(leaving);
    if (shown) light(idsOf(shown), false);
    shown = null;
    panel.hidden = true;
  };
  const show = (mark) => {
    clearTimeout(leaving);
    if (shown === mark) return;
    hide();
    shown = mark;
    light(idsOf(mark), true);
    const list = document.createElement("ul");
    list.className = "facts";
    for (const id of idsOf(mark)) {
      const copy = document.getElementById(id).cloneNode(true);
      copy.removeAttribute("id");
      for (const item of copy.querySelectorAll("[id]")) item.removeAttribute("id");
      for (const item of copy.querySelectorAll("details")) item.open = true;
      list.append(copy);
    }
    panel.replaceChildren(list);
    panel.hidden = false;
    if (matchMedia("(max-width: 40rem)").matches) {
      panel.style.left = panel.style.top = "";
      const hidden = mark.getBoundingClientRect().bottom + panel.offsetHeight + 12 - innerHeight;
      if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
      return;
    }
    const box = mark.getClientRects()[0];
    const room = document.documentElement.clientWidth - panel.offsetWidth - 16;
    const above = box.bottom + panel.offsetHeight + 12 > innerHeight && box.top > panel.offsetHeight + 12;
    const last = mark.getBoundingClientRect();
    panel.style.left = `${Math.max(16, Math.min(box.left, room))}px`;
    panel.style.top = `${scrollY + (above ? box.top - panel.offsetHeight - 8 : last.bottom + 8)}px`;
  };
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };
  for (const mark of document.querySelectorAll(".mark[data-facts]")) {
    mark.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(mark); });
    mark.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") leave(); });
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", leave);
    mark.addEventListener("click", (event) => { if (event.detail > 0) { event.preventDefault(); show(mark); } else hide(); });
  }
  panel.addEventListener("pointerenter", () => clearTimeout(leaving));
  panel.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") leave(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("pointerdown", (event) => { if (!event.target.closest(".mark, .panel")) hide(); });
  for (const item of document.querySelectorAll("[data-facts]:not(.mark)")) {
    item.addEventListener("pointerenter", () => light(idsOf(item), true));
    item.addEventListener("pointerleave", () => light(idsOf(item), false));
  }
})();
