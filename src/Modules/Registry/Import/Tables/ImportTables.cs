using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Records;

namespace Fuyao.Registry.Import.Tables;

/// <summary>All tables that can be imported.</summary>
internal static class ImportTables
{
    /// <summary>The registration form: new households and what changed about known ones.</summary>
    public static readonly ImportTable Households = new(
        "households", new("建档立卡登记表", "Registration form"),
        new("一人一行,或户表、成员表各一张;新户登记,已有的户更新。", "One row a person, or a sheet of households and one of members. New households are registered, known ones updated."),
        ImportLayout.Columns, [["户编号"]])
    {
        Ignored = ImportLayout.Ignored,
    };

    /// <summary>What rosters and villages' own tables state about people and households that are registered.</summary>
    public static readonly ImportTable Persons = new(
        "persons", new("已登记人员、农户的情况", "Facts about registered people and households"),
        new("部门名册、村里自制的表:按证件号码、人编号、户编号或姓名加村找到已登记的人和户,只改表中写明的内容,不增人、不减人。",
            "Rosters of departments and villages' own tables: people and households are found by id number, person number, household number, or name and village. Only what the table states changes; nobody is added or removed."),
        [ImportLayout.RowMark, .. ImportLayout.Columns.Select(c => c with { Required = false, OnConflict = AskBefore.Contains(c.Header) ? OnConflict.Ask : OnConflict.Replace })],
        [["系统码"], ["证件号码"], ["残疾证号"], ["人编号"], ["户编号", "姓名"], ["行政村", "姓名", "出生日期"], ["行政村", "姓名"], ["户编号"]])
    {
        Ignored = ImportLayout.Ignored,
        HeadersAtLeast = 2,
    };

    public static readonly IReadOnlyList<ImportTable> All = [Households, Persons, .. RecordTables.All];

    // A roster that names somebody otherwise, or another account, is more often about another person than right.
    private static HashSet<string> AskBefore => ["姓名", "证件号码", "残疾证号", "出生日期", "性别", "一卡通账号", "户/人联系电话", "户联系电话", "死亡日期"];

    /// <exception cref="ProblemException">422: there is no such table.</exception>
    public static ImportTable Of(string? id) => All.FirstOrDefault(t => t.Id == (string.IsNullOrEmpty(id) ? Households.Id : id))
        ?? throw new ProblemException(422, new Problem("unknown-table", new LocalText(
            $"没有名为“{id}”的导入表。可用:{string.Join("、", All.Select(t => t.Id))}。", $"There is no table '{id}'. Known: {string.Join(", ", All.Select(t => t.Id))}."), "table"));
}
