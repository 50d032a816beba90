using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Benefits.Tests;

internal static class Reading
{
    /// <summary>Looks into the database as somebody who sees everything.</summary>
    public static async Task<T> ReadAsync<T>(this TestSystem system, Func<PlatformDb, Task<T>> read)
    {
        await using var scope = system.Enter(RegionCode.Nation);
        return await read(scope.ServiceProvider.GetRequiredService<PlatformDb>());
    }
}
