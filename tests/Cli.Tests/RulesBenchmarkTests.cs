using System.Text.Json;
using Shouldly;
using Xunit;

namespace Fuyao.Cli.Tests;

public sealed class RulesBenchmarkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fuyao-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("21.99", 0, 0)]
    [InlineData("22.02", 1, 1)]
    public async Task A_value_that_is_not_the_expected_one_is_counted_and_makes_the_exit_code_1(string incomeTax, int wrong, int exitCode)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "persons.csv"), $"""
            household,role,birth,salary,capital_returns,expected_basic_income,expected_income_tax
            0,adult,1963-03-24,0.00,0.00,600.00,0.00
            0,child,2010-03-24,0.00,0.00,0.00,0.00
            0,child,2007-09-01,0.00,146.62,0.00,{incomeTax}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "households.csv"), """
            household,rent,accommodation_size,housing_occupancy_status,expected_disposable_income
            0,827.47,157.7,owner,1400.08
            """, TestContext.Current.CancellationToken);
        var (exit, output, _) = await CommandLineTests.Run("bench", "rules", "--data", _folder, "--persons", "10", "--json");
        exit.ShouldBe(exitCode);
        using var document = JsonDocument.Parse(output);
        var first = document.RootElement[0];
        first.GetProperty("name").GetString().ShouldBe("wrong values");
        first.GetProperty("value").GetInt32().ShouldBe(wrong);
        first.GetProperty("n").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task A_folder_without_data_is_unreadable_input()
    {
        var (exit, output, _) = await CommandLineTests.Run("bench", "rules", "--data", _folder, "--json");
        exit.ShouldBe(2);
        output.ShouldContain("persons.csv");
    }
}
