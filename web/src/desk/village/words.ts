import { words } from "../../ui/language.ts";

export const t = words({
  zh: {
    choose: "请选择",
    courtyard: "庭院",
    doorPlate: "门牌二维码",
    doorPlateHint: "二维码只含随机编号。扫码须登录，只有本户和工作人员能打开户主页。",
    doorPlateSays: "扫码登录，查看本户积分",
    gatePlate: "星级庭院标牌二维码",
    gatePlateHint: "扫码只看到星级和日期，不显示户和人。",
    gatePlateSays: "扫码查看庭院星级",
    household: "户",
    noStarred: "村里还没有挂牌的星级庭院。",
    plates: "门牌和庭院标牌",
    stars: "{n} 星",
  },
  en: {
    choose: "Please choose",
    courtyard: "Courtyard",
    doorPlate: "Code for a door",
    doorPlateHint: "It holds a random number alone. Who scans it signs in, and only the household and its staff get to the page.",
    doorPlateSays: "Scan and sign in to see the household's points",
    gatePlate: "Code for the gate of a starred courtyard",
    gatePlateHint: "It shows stars and days, no household and no person.",
    gatePlateSays: "Scan to see the stars of this courtyard",
    household: "Household",
    noStarred: "No courtyard of the village has its stars yet.",
    plates: "Plates for doors and gates",
    stars: "{n} stars",
  },
});
