using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fuyao.Registry.Codes;
using Fuyao.Registry.Import.Mapping;
using Fuyao.Registry.Import.Tables;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Import.Layout;

/// <summary>What the cells of a registration column hold: as the contract's schema says of its member, but for identity and protected values.</summary>
internal static class ColumnShapes
{
    private static readonly ConcurrentDictionary<string, FieldShape> Known = new();

    private static readonly Dictionary<string, FieldShape> Own = new()
    {
        ["人数"] = new(FieldKind.Integer) { Minimum = 0, Maximum = 99 },
        ["人均纯收入"] = new(FieldKind.Number, Quantity.Money),
        ["危房户"] = new(FieldKind.YesNo),
        ["户联系电话"] = new(FieldKind.Phone),
        ["户/人联系电话"] = new(FieldKind.Phone),
        ["一卡通账号"] = new(FieldKind.Account),
        ["人员识别时间"] = new(FieldKind.Date),
        ["姓名"] = new(FieldKind.Name),
        ["证件号码"] = new(FieldKind.IdNumber),
        ["残疾证号"] = new(FieldKind.Card),
        ["行政村代码"] = new(FieldKind.Region),
        ["行政村"] = new(FieldKind.Text),
        ["与户主关系"] = new(FieldKind.Code) { Labels = [.. StandardCodes.Relation.Labels.Values] },
        ["民族"] = new(FieldKind.Code) { Labels = [.. StandardCodes.Ethnicity.Labels.Values] },
        ["系统码"] = new(FieldKind.RowMark),
    };

    public static FieldShape Of(Column column) => Known.GetOrAdd(column.Header, _ => Own.GetValueOrDefault(column.Header) ?? OfMember(column.Path));

    private static FieldShape OfMember(string? path)
    {
        if (path is null || HouseholdSchema.Node(path) is not { } node)
        {
            return new FieldShape(FieldKind.Text);
        }

        if (node["enum"] is not null)
        {
            // The schema gives a list's items: whether it is one shows at the member itself.
            return new FieldShape(path is "hardship" or "persons.health" ? FieldKind.Codes : FieldKind.Code) { Labels = [.. ContractLabels.Of(path).Labels.Values] };
        }

        var (minimum, maximum) = ((decimal?)node["minimum"], (decimal?)node["maximum"]);
        return node["type"] switch
        {
            JsonArray several => Simple((string)several[0]!),
            null => new FieldShape(FieldKind.Text),
            var one => Simple((string)one!),
        };

        FieldShape Simple(string type) => type switch
        {
            "boolean" => new(FieldKind.YesNo),
            "integer" => new(FieldKind.Integer, QuantityOf(path)) { Minimum = minimum, Maximum = maximum },
            "number" => new(FieldKind.Number, QuantityOf(path)) { Minimum = minimum, Maximum = maximum },
            "array" => new(FieldKind.Records),
            _ when (string?)node["format"] == "date" => new(FieldKind.Date),
            _ => new(FieldKind.Text),
        };
    }

    private static Quantity QuantityOf(string path) => path switch
    {
        "income.year" => Quantity.None,
        "housing.area" => Quantity.Floor,
        "persons.employment.months" => Quantity.Months,
        "persons.school.school_days" => Quantity.Days,
        "persons.medical_self_paid" => Quantity.Money,
        _ when path.StartsWith("income.", StringComparison.Ordinal) => Quantity.Money,
        _ when path.StartsWith("land.", StringComparison.Ordinal) => Quantity.Land,
        _ => Quantity.None,
    };
}
