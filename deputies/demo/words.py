"""Made-up words for the demo rosters. Surnames and given names come from the demo stations."""

DUTIES = {
    "national": ["{village}党支部书记", "{town}种粮大户"],
    "provincial": ["{county}示例合作社理事长", "{county}中医院主任医师", "{town}中心小学校长"],
    "municipal": [
        "{town}中心学校教师",
        "{county}示例机械公司技术员",
        "{town}供电所班长",
        "{town}农机服务公司经理",
        "{village}党支部书记",
    ],
    "county": [
        "{village}村民委员会主任",
        "{town}卫生院护士长",
        "{town}客运站站长",
        "{town}幼儿园园长",
        "{county}示例建材公司焊工",
        "{village}种粮大户",
    ],
    "township": [f"{{village}}{duty}" for duty in ("种植户", "网格员", "妇联主席", "电商户", "养殖户")],
}
"""Workplace and title by the highest level that a person holds."""

INTERESTS = ["教育、乡村道路", "农业生产", "医疗卫生", "养老服务", "生态环境", "就业创业", "水利", ""]
ETHNICITIES = ["汉族"] * 19 + ["回族"]
PARTIES = ["中共党员", "群众", "民盟盟员", "无党派人士"]
EDUCATIONS = ["初中", "高中", "大专", "本科", "研究生"]
AWAY = "长期在外务工，本人要求暂缓进站（演示）"
MOVED_AWAY = "工作调动，迁出本选区（演示）"
PROVINCE = "河南省"
