using Xunit.Sdk;
using Xunit.v3;

namespace Fuyao.Testing;

/// <summary>
/// Classes and tests by their names. The runner's own order follows from the folder that the program lies in: tests that share a server
/// would meet each other in another order on every machine.
/// </summary>
public sealed class NamedOrder : ITestCollectionOrderer, ITestCaseOrderer
{
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection => [.. testCollections.OrderBy(c => c.TestCollectionDisplayName, StringComparer.Ordinal)];

    public IReadOnlyCollection<T> OrderTestCases<T>(IReadOnlyCollection<T> testCases)
        where T : notnull, ITestCase => [.. testCases.OrderBy(c => c.TestCaseDisplayName, StringComparer.Ordinal)];
}
