/** How files name a school: a login of ФИС ОКО, a code of ГИА; a name may stand behind it. */

/** 'sch220001', 'edu220001', also with a name behind it: 'edu220001 | МБОУ СОШ № 1'. */
export function vprLogin(text: string): string | null {
  return /^((?:sch|edu)\d{4,10})(?!\w)/i.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** A login, or any short code with a digit in it. */
export function schoolCode(text: string): string | null {
  const login = vprLogin(text);
  if (login) return login;
  return /^[\p{L}\d._/-]{1,20}$/u.test(text) && /\d/.test(text) ? text.toLowerCase() : null;
}

/** «reg22_m012 | Барнаул» → «Барнаул». */
export function nameBehindCode(text: string): string | null {
  const name = text.replace(/^(?:reg|edu|sch)\w*\s*\|\s*/i, '');
  return name === '' ? null : name;
}
