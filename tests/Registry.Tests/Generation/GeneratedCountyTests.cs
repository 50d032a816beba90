using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Import;
using Fuyao.Registry.Import.Cells;
using Fuyao.Registry.Import.Rules;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Generation;

public sealed class GeneratedCountyTests : IDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private readonly string folder = Directory.CreateTempSubdirectory("fuyao-generate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Liuba_has_2810_households_and_7989_persons()
    {
        var result = Generate(2810, 1);
        result.Persons.ShouldBe(7989);
        result.Files.Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var one = File.ReadAllBytes(Generate(60, 5, "a").Files[0]);
        File.ReadAllBytes(Generate(60, 5, "b").Files[0]).ShouldBe(one);
        File.ReadAllBytes(Generate(60, 6, "c").Files[0]).ShouldNotBe(one);
    }

    [Theory]
    [InlineData(SheetFormat.Xlsx)]
    [InlineData(SheetFormat.Csv)]
    public async Task Every_planted_fault_is_found_at_its_cell_and_nothing_else(SheetFormat format)
    {
        var result = Generate(1200, 3, format: format);
        var households = await ReadAsync(result.Files[0]);
        var found = households.SelectMany(h => h.Findings).Select(f => (f.Row, f.Column!, f.Code)).ToHashSet();
        using var truth = JsonDocument.Parse(File.ReadAllText(result.Truth));
        var planted = truth.RootElement.GetProperty("faults").EnumerateArray().ToList();
        planted.Select(f => f.GetProperty("kind").GetString()).Distinct().Count().ShouldBe(15);
        foreach (var fault in planted)
        {
            found.ShouldContain((fault.GetProperty("row").GetInt32(), fault.GetProperty("column").GetString()!, fault.GetProperty("code").GetString()!));
        }

        var faulty = planted.Where(f => f.GetProperty("severity").GetString() == "error").Select(f => f.GetProperty("household").GetString()!).ToHashSet();
        households.Where(h => h.HasErrors).Select(h => h.Number).ToHashSet().ShouldBe(faulty);
        households.Sum(h => h.Persons.Count).ShouldBe(result.Persons);
    }

    [Fact]
    public async Task Faultless_data_has_no_findings_and_looks_like_a_county()
    {
        var result = Generate(2810, 11, faults: false);
        var households = await ReadAsync(result.Files[0]);
        households.SelectMany(h => h.Findings).Select(f => $"{f.Row} {f.Column} {f.Code} {f.Value}").ShouldBeEmpty();
        var persons = households.SelectMany(h => h.Persons).ToList();
        persons.ShouldAllBe(p => IdNumber.IsValid(p.IdNumber));
        persons.Select(p => p.IdNumber).ShouldBeUnique();
        households.Select(h => h.Region / 1000).Distinct().Count().ShouldBe(8);
        var old = persons.Count(p => p.Birth < new DateOnly(1955, 1, 1)) / (double)persons.Count;
        old.ShouldBeInRange(0.15, 0.40);
        var poor = households.Average(h => h.StatedPerHead < 2800 ? 1.0 : 0.0);
        poor.ShouldBeInRange(0.7, 0.95);
        persons.Where(p => p.DisabilityCard is not null).ShouldAllBe(p => p.DisabilityCard!.Substring(0, 18) == p.IdNumber && p.Has(HealthState.Disabled));
    }

    private GenerateResult Generate(int households, int seed, string sub = "x", SheetFormat format = SheetFormat.Xlsx, bool faults = true)
    {
        RegionCode.TryParse("610729", out var liuba);
        return SyntheticCounty.Generate(new GenerateRequest(liuba, households, seed, Path.Combine(folder, sub), format, faults), TestContext.Current.CancellationToken);
    }

    private static async Task<List<HouseholdDraft>> ReadAsync(string file)
    {
        RegionCode.TryParse("610729", out var liuba);
        var stream = new HouseholdStream(new ImportFile(file, Path.GetFileName(file)), ImportMapping.None, new RegionResolver(liuba), new RuleSet(Today, null));
        var households = new List<HouseholdDraft>();
        await foreach (var batch in stream.ReadAsync(null, TestContext.Current.CancellationToken))
        {
            households.AddRange(batch);
        }

        stream.FileFindings.ShouldBeEmpty();
        return households;
    }
}
