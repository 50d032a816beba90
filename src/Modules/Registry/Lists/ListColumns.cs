using System.Text.Json.Nodes;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Lists;

/// <summary>A column of the list of households in a file: what it is called and what stands in it.</summary>
internal sealed record ListColumn(string Key, LocalText Title, double Width, Action<CheckedTable, HouseholdLine, bool> Write, bool Sum = false)
{
    /// <summary>The columns that the list always has, under the keys that the office uses.</summary>
    public static readonly IReadOnlyList<ListColumn> Own =
    [
        new("head", new("户主", "Head"), 12, (t, l, _) => t.Text(l.HeadName)),
        new("number", new("户编号", "Number"), 18, (t, l, _) => t.Text(l.Number)),
        new("township", new("乡镇", "Township"), 12, (t, l, _) => t.Text(l.Region.Township)),
        new("village", new("村", "Village"), 16, (t, l, _) => t.Text(l.Region.Name)),
        new("group", new("组", "Group"), 10, (t, l, _) => t.Text(l.Group)),
        new("members", new("人数", "Members"), 8, (t, l, _) => t.Integer(l.Members), Sum: true),
        new("status", new("登记状态", "Status"), 16, (t, l, en) => t.Text(Label("status", l.Status, en))),
        new("category", new("户属性", "Category"), 20, (t, l, en) => t.Text(Label("category", l.Category, en))),
        new("cause", new("主要致贫原因", "Main cause"), 14, (t, l, en) => t.Text(Label("causes", l.MainCause, en))),
        new("income", new("人均纯收入(元)", "Income per head (yuan)"), 14, (t, l, _) => t.Money(l.IncomePerHead)),
        new("phone", new("联系电话", "Phone"), 14, (t, l, _) => t.Text(l.PhoneMasked)),
    ];

    private static readonly string[] Usual = ["number", "township", "village", "group", "head", "members", "status", "category", "cause", "income", "phone"];

    /// <summary>The columns of <c>columns=</c> in their order; the usual ones when absent.</summary>
    /// <exception cref="ProblemException">400: there is no such column.</exception>
    public static (IReadOnlyList<ListColumn> Columns, IReadOnlyList<Facet> Fields) Read(string? columns)
    {
        List<ListColumn> found = [];
        List<Facet> fields = [];
        foreach (var key in string.IsNullOrWhiteSpace(columns) ? Usual : columns.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct())
        {
            if (Own.FirstOrDefault(c => c.Key == key) is { } own)
            {
                found.Add(own);
            }
            else if (Facets.Find(key) is { } facet)
            {
                fields.Add(facet);
                found.Add(Of(facet));
            }
            else
            {
                throw new ProblemException(400, new Problem("unknown-field", new LocalText(
                    $"没有这一列:{CleanText.Of(key)}。", $"There is no such column: {CleanText.Of(key)}."), "columns"));
            }
        }

        return (found, fields);
    }

    private static ListColumn Of(Facet facet) => new(facet.Path, new LocalText(HouseholdSchema.Label(facet.Path) ?? facet.Path, facet.Path), 14, (table, line, en) =>
    {
        var value = line.Facts?.GetValueOrDefault(facet.Path);
        switch (facet.Kind)
        {
            case FacetKind.Number:
                table.Number((decimal?)value);
                break;
            case FacetKind.Date:
                table.Date(value is null ? null : DateOnly.Parse((string)value!, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case FacetKind.YesNo:
                table.Text(value is null ? null : (bool)value ? en ? "yes" : "是" : en ? "no" : "否");
                break;
            default:
                table.Text(value is JsonArray several ? string.Join(en ? ", " : "、", several.Select(c => Label(facet.Path, (string)c!, en))) : Label(facet.Path, (string?)value, en));
                break;
        }
    }, facet.Kind == FacetKind.Number);

    private static string? Label(string field, string? code, bool english) =>
        code is null ? null : english ? code.Replace('_', ' ') : HouseholdSchema.CodeLabel(field, code) ?? code;
}
