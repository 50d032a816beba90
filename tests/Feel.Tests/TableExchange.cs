using System.Text.Json;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests;

public class TableExchange
{
    private static readonly FeelType Level = FeelType.Enum("disability.level", "one", "two", "three");
    private static readonly FeelScope Scope = new(
        new("age", FeelType.Number), new("household", FeelType.Context("household", [new("level", Level), new("members", FeelType.List(FeelType.String))])), new("入户日期", FeelType.Date));

    private static readonly TableSpec Spec = new("amount", [new("age"), new("household.level"), new("入户日期")], [new(Type: FeelType.Number)],
    [
        new(["[60..70)", "\"one\", \"two\"", "-"], ["75"], "前两级 & <高龄>"), new([">= 70", "-", "< date(\"2016-01-01\")"], ["age + 10"]),
    ], HitPolicy.Collect, Aggregation.Sum);

    [Fact]
    public void A_table_exported_and_imported_again_is_the_same_table()
    {
        var stream = new MemoryStream();
        DmnWriter.Write(DmnTables.ToModel("pack", "https://example.org/pack", [new DmnTableSource("elderly-pension", Spec, Scope)]), stream);
        stream.Position = 0;
        var (id, spec) = DmnTables.FromModel(DmnReader.Read(stream)).Single();
        id.ShouldBe("elderly-pension");
        JsonSerializer.Serialize(spec with { Outputs = [] }).ShouldBe(JsonSerializer.Serialize(Spec with { Outputs = [] }));
        spec.Outputs.Single().Type.ShouldBe(FeelType.Number);
    }

    [Fact]
    public void An_exported_table_gives_the_same_results_in_the_standard_engine()
    {
        var engine = DmnEngine.Load(DmnTables.ToModel("pack", "https://example.org/pack", [new DmnTableSource("elderly-pension", Spec, Scope)]));
        engine.Problems.ShouldBeEmpty();
        using var json = JsonDocument.Parse("""{"age": 74, "household": {"level": "one", "members": ["x"]}, "入户日期": "2015-06-01"}""");
        var inputs = FeelContext.Of([.. json.RootElement.EnumerateObject().Select(p => (p.Name, FeelJson.Read(p.Value, engine.InputType(p.Name))))]);
        engine.Evaluate(inputs).Results["elderly-pension"].ShouldBe(FeelValue.Of(84m));
    }
}
