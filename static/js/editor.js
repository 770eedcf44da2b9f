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

  // What Word and web pages put on the clipboard, without what the policy refuses while the editor reads it.
  // The server decides what is kept; this only keeps the console quiet and far-away pictures unasked.
  const bare = (html) => html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|xml|svg|iframe)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<img\b[^>]*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
  const pasteBare = (event) => {
    const given = event.clipboardData, html = given.getData("text/html");
    if (bare(html) === html) return;
    event.preventDefault();
    event.stopPropagation();
    const data = new DataTransfer();
    data.setData("text/html", bare(html));
    data.setData("text/plain", given.getData("text/plain"));
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  };

  document.addEventListener("prose-editor:ready", ({ detail: { textarea } }) => {
    const box = textarea.closest(".prose-editor"), page = box.querySelector(".ProseMirror[contenteditable]");
    const translate = () => {
      box.querySelectorAll(".prose-menubar [title]").forEach((button) => {
        const word = inChinese(button.title);
        if (button.getAttribute("aria-label") === word) return;
        button.title = word;
        button.setAttribute("aria-label", word);
      });
      box.querySelectorAll(".prose-menubar__picker .ProseMirror *").forEach((option) => {
        const word = inChinese(option.textContent);
        if (!option.children.length && option.textContent !== word) option.textContent = word;
      });
    };
    translate();
    // The menu is drawn when it likes, before or after this moment.
    new MutationObserver(translate).observe(box, { childList: true, subtree: true });
    box.addEventListener("paste", pasteBare, true);
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
