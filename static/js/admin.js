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
