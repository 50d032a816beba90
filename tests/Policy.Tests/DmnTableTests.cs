using System.Text;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Values;
using Fuyao.Policy.Contracts;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

public class DmnTableTests
{
    public static TheoryData<string> Packs => [.. Some.Engine.Packs().Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Packs))]
    public void A_table_exported_and_imported_again_is_the_same_table(string id)
    {
        var pack = Some.Engine.Prepare(id, Some.May2016);
        foreach (var exported in pack.ExportTables())
        {
            var imported = PolicyEngine.ImportTables(new MemoryStream(exported.Dmn)).ShouldHaveSingleItem();
            var own = pack.Policies.Single(p => p.Id == exported.Policy);
            imported.Decision.ShouldBe(exported.Policy);
            imported.Table.Inputs.ShouldBe(own.Table!.Inputs);
            imported.Table.Rows.Select(r => string.Join(" | ", r.Conditions.Append(r.Output))).ShouldBe(own.Table.Rows.Select(r => string.Join(" | ", r.Conditions.Append(r.Output))));
            imported.Table.Hit.Split(' ')[0].ShouldBe(own.Table.Hit);
        }
    }

    [Fact]
    public void The_imported_lines_put_into_a_pack_make_the_same_pack()
    {
        var table = "amount: {table: {hit: COLLECT SUM, inputs: [age, 'household.status'], rows: [[\">= 60\", '\"registered\"', \"10\"], [\"-\", \"-\", \"5 + 1\"]]}}";
        var pack = Some.Prepare(("policies/a.yaml", Some.Policy("a").Text.Replace("amount: 10", table, StringComparison.Ordinal)));
        var imported = PolicyEngine.ImportTables(new MemoryStream(pack.ExportTables().Single().Dmn)).Single();
        var again = Some.Prepare(("policies/a.yaml", Some.Policy("a").Text.Replace("amount: 10", imported.Yaml, StringComparison.Ordinal)));
        again.ExportTables().Single().Dmn.Length.ShouldBe(pack.ExportTables().Single().Dmn.Length);
        again.Evaluate(Some.Household("", Some.Person(birth: "1950-01-01"))).Results.Single().Amount.ToString().ShouldBe("16.00");
    }

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, 75)]
    [InlineData(74, 85)]
    [InlineData(90, 95)]
    public void The_exported_model_runs_in_a_DMN_engine_with_the_same_result(int age, int? amount)
    {
        var exported = Some.Liuba().ExportTables().Single(t => t.Policy == "elderly-pension");
        var engine = DmnEngine.Load(DmnReader.Read(new MemoryStream(exported.Dmn)), [], TimeProvider.System);
        var result = engine.Evaluate(FeelContext.Of(("age", FeelValue.Of((decimal)age))), ["elderly-pension"]).Results["elderly-pension"];
        (result.IsNumber ? (int?)result.AsNumber : null).ShouldBe(amount);
    }

    [Fact]
    public void An_exported_object_asks_only_for_what_the_table_reads()
    {
        var exported = Some.Liuba().ExportTables().Single(t => t.Policy == "relocation-grant");
        var engine = DmnEngine.Load(DmnReader.Read(new MemoryStream(exported.Dmn)), [], TimeProvider.System);
        var result = engine.Evaluate(FeelContext.Of(
            ("relocation", FeelValue.Of(FeelContext.Of(("mode", FeelValue.Of("concentrated"))))), ("hardship", FeelValue.List(FeelValue.Of("special")))), ["relocation-grant"]);
        result.Results["relocation-grant"].ShouldBe(FeelValue.Of(55000m));
    }

    [Fact]
    public void What_is_no_DMN_is_refused() =>
        Should.Throw<Kernel.Problems.ProblemException>(() => PolicyEngine.ImportTables(new MemoryStream(Encoding.UTF8.GetBytes("<a/>")))).Status.ShouldBe(422);
}
