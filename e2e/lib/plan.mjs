// A small plan as a Word file, in our own words: what the focal department drops on the import page.
import { pack, unpack } from './zip.mjs';

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const p = (text, bold = false) => `<w:p><w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}<w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
const row = (cells, bold) => `<w:tr>${cells.map((c) => `<w:tc><w:tcPr><w:tcW w="1500" w:type="dxa"/></w:tcPr>${p(c, bold)}</w:tc>`).join('')}</w:tr>`;

/** A day so many days from now, as officials write it. */
export function day(ahead) {
  const [year, month, date] = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
}
const [issuedDate, issuedMonth, issuedYear] = day(-10).split('/');

/** A body that no list of units knows: the row that names it must be flagged. */
export const STRANGER = 'Tổ công tác Thí điểm Mẫu';
export const NUMBER = '7701/KH-UBND';
export const TASKS = [
  ['1', 'Lập danh mục thủ tục thử nghiệm trả kết quả trong ngày', 'Sở Tư pháp', 'Sở Nội vụ', day(40), 'Danh mục được công bố'],
  ['2', 'Tập huấn cho công chức bộ phận một cửa về biểu mẫu mới', 'Sở Nội vụ', 'Sở Tư pháp', day(30), 'Hai lớp tập huấn'],
  ['3', 'Thuê đường truyền dự phòng cho điểm thử nghiệm', STRANGER, 'Sở Tài chính', day(25), 'Hợp đồng'],
  ['4', 'Công khai kết quả thử nghiệm trên cổng thông tin', 'Sở Khoa học và Công nghệ', '', day(40), 'Trang công khai'],
];
const HEAD = ['STT', 'Nội dung nhiệm vụ', 'Đơn vị chủ trì', 'Đơn vị phối hợp', 'Thời gian thực hiện', 'Sản phẩm'];

/** The plan's bytes. */
export function plan() {
  const body = [
    p('ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG', true),
    p(`Số: ${NUMBER}`),
    p(`Lâm Đồng, ngày ${issuedDate} tháng ${issuedMonth} năm ${issuedYear}`),
    p('KẾ HOẠCH', true),
    p('Thử nghiệm trả kết quả thủ tục trong ngày tại một số điểm', true),
    p('Văn bản này do bộ kiểm thử viết ra, không phải văn bản của cơ quan nhà nước.'),
    p('PHỤ LỤC: PHÂN CÔNG NHIỆM VỤ', true),
    `<w:tbl><w:tblPr><w:tblW w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>${HEAD.map(() => '<w:gridCol w:w="1500"/>').join('')}</w:tblGrid>${row(HEAD, true)}${TASKS.map((t) => row(t)).join('')}</w:tbl>`,
  ].join('');
  const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  return pack([
    ['[Content_Types].xml', `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`],
    ['_rels/.rels', `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`],
    ['word/document.xml', `${XML}<w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>`],
  ]);
}

/** The words of a Word file. */
export function docxText(bytes) {
  const xml = unpack(bytes).get('word/document.xml')?.toString('utf8');
  if (!xml) throw new Error('no word/document.xml in this file');
  return xml.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replace(/[ \u00a0]+/g, ' ');
}
