import { words } from "../ui/language.ts";

export const t = words({
  zh: {
    asOf: "截至 {time}",
    noRoom: "手机存储空间不足，没有存上。请先删去照片或清理手机，再点保存。",
    notKept: "本浏览器不能保存，请换用手机自带浏览器，或在有网络时上报。",
    photoRefused: "照片没有被接收，请重新选一张。",
    photoWaits: "照片还没有传完，有网络时自动再传。",
    noPicture: "这个文件不是照片，没有加上。",
    photoOf: "第 {n} 张，{kb} KB",
    photos: "照片",
    photosHint: "可拍照，也可从相册选，可以不加。报事先送达，照片随后自动上传。",
    leaveOut: "去掉",
    unsent: "还有 {n} 条没有上传，退出后仍留在本机，本人下次登录再传。确定退出吗？",
  },
  en: {
    asOf: "As of {time}",
    noRoom: "The phone has no room left, so this was not kept. Make room, or leave photos out, and save again.",
    notKept: "This browser keeps nothing. Use the phone's own browser, or report while there is a connection.",
    photoRefused: "The photo was not taken; please choose another.",
    photoWaits: "The photo is not sent yet; it goes by itself when there is a connection.",
    noPicture: "This file is no picture; it was left out.",
    photoOf: "Photo {n}, {kb} KB",
    photos: "Photos",
    photosHint: "From the camera or the album, or none. The report goes first, photos follow by themselves.",
    leaveOut: "Leave out",
    unsent: "{n} are not sent yet. They stay on this device and go when you sign in again. Sign out?",
  },
});
