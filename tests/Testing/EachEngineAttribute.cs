using System.Reflection;
using Fuyao.Kernel.Data;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Fuyao.Testing;

/// <summary>
/// Runs a theory once on SQLite and once on PostgreSQL: <c>[Theory, EachEngine] public async Task X(DbEngine engine)</c>.
/// Without <c>FUYAO_TEST_POSTGRES</c>, which <c>./fuyao test</c> sets, the second is skipped and says so.
/// </summary>
public sealed class EachEngineAttribute : DataAttribute
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([
            new TheoryDataRow(DbEngine.Sqlite),
            new TheoryDataRow(DbEngine.Postgres)
            {
                Skip = TestDatabase.PostgresServer is null ? "FUYAO_TEST_POSTGRES is not set: run ./fuyao test, which starts a server" : null,
            },
        ]);
}
