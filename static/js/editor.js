// The editor in Chinese: its dialogs ask `gettext`, its buttons carry English titles.
// Without this file and without the editor the field stays a plain text box that takes text or HTML.
(() => {
  const words = {
    "bold": "加粗", "italic": "斜体", "underline": "下划线",
    "unordered list": "项目符号", "ordered list": "编号", "blockquote": "引用",
    "horizontal rule": "分隔线", "paragraph": "段落", "Paragraph": "段落",
    "insert link": "加链接", "remove link": "去掉链接", "undo": "撤销", "redo": "重做",
    "Insert table": "插入表格", "Merge cells": "合并单元格", "Split cell": "拆分单元格",
    "Add column": "加一列", "Delete column": "删一列", "Add row": "加一行", "Delete row": "删一行",
    "Toggle header cell": "表头单元格", "Delete table": "删除表格",
    "Update": "确认修改", "Cancel": "放弃", "URL": "网址", "Title": "提示文字", "Edit Link": "链接",
    "Rows": "行数", "Columns": "列数", "Include header row": "第一行作表头", "Yes": "是", "No": "否",
    "Table Properties": "表格大小", "Insert Table": "插入表格", "List properties": "编号样式",
  };
  const inChinese = (text) => words[text] || text.replace(/^heading (\d)$/i, (_, n) => (n === "2" ? "大标题" : "小标题"));
  window.gettext = inChinese;

  // The editor writes its own style block unless it finds one; the policy would refuse that. What it finds is no
  // HTML style at all, only an element of that name. What is needed of its rules stands in editor.css.
  const found = document.createElementNS("urn:none", "style");
  found.setAttribute("data-tiptap-style", "");
  document.head.append(found);

  document.addEventListener("prose-editor:ready", ({ detail: { textarea } }) => {
    const box = textarea.closest(".prose-editor"), page = box.querySelector(".ProseMirror");
    box.querySelectorAll(".prose-menubar [title]").forEach((button) => {
      button.title = inChinese(button.title);
      button.setAttribute("aria-label", button.title);
    });
    box.querySelectorAll(".prose-menubar__picker .ProseMirror *").forEach((option) => {
      if (!option.children.length) option.textContent = inChinese(option.textContent);
    });
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    page.setAttribute("aria-label", "正文");
    const said = textarea.getAttribute("aria-describedby");
    if (said) page.setAttribute("aria-describedby", said);
    // The label and the error summary lead to what one can type into.
    page.id = textarea.id;
    textarea.id += "-source";
  });
})();
