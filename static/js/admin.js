/* 工作台的小帮手：没有它，每一页照样能用。 */
"use strict";

// 离开没有保存的表单之前问一声。
const form = document.querySelector(".change-form form[id$=_form]");
if (form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  // 有错误的组不能藏着。
  for (const list of form.querySelectorAll(".errorlist")) {
    const group = list.closest("details");
    if (group) group.open = true;
  }
}

// 手机上筛选条件先收起，列表先露面。
if (window.matchMedia("(max-width: 64em)").matches) {
  for (const group of document.querySelectorAll("#changelist-filter details")) {
    group.open = Boolean(group.querySelector("li.selected:not(:first-child)"));
  }
}

// 可搜索的下拉框由 select2 画出，名字要从原来的标签取。
function nameBoxes() {
  for (const box of document.querySelectorAll(".select2-selection:not([data-named])")) {
    const label = box.closest(".select2")?.previousElementSibling?.labels?.[0];
    const typed = box.querySelector(".select2-search__field");
    if (label && typed) typed.setAttribute("aria-label", label.textContent.trim());
    const shown = box.querySelector(".select2-selection__rendered");
    if (!label || !shown) continue;
    label.id ||= `${label.htmlFor}_label`;
    box.dataset.named = "";
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    shown.setAttribute("aria-labelledby", label.id);
  }
}
if (document.querySelector(".admin-autocomplete")) {
  new MutationObserver(nameBoxes).observe(document.body, { childList: true, subtree: true });
}
