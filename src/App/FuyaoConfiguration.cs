using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.Configuration;

namespace Fuyao.App;

/// <summary>
/// Where settings come from, the later over the earlier: <c>fuyao.json</c> in the working directory (or the file that
/// <c>FUYAO_CONFIG</c> names), <c>FUYAO_…</c> variables, what the caller gives.
/// </summary>
public static class FuyaoConfiguration
{
    public static IConfigurationRoot Read(params IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var named = Environment.GetEnvironmentVariable("FUYAO_CONFIG");
        var file = Path.GetFullPath(string.IsNullOrEmpty(named) ? "fuyao.json" : named);
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(file, optional: string.IsNullOrEmpty(named))
                .AddEnvironmentVariables("FUYAO_")
                .AddInMemoryCollection(overrides.Where(o => o.Value is not null))
                .Build();
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FileNotFoundException)
        {
            throw new ProblemException(400, new Problem("unreadable-configuration", new LocalText(
                $"无法读取配置文件 {file}:不是合法的 JSON,或文件不存在。", $"The configuration file {file} is missing or is not JSON.")));
        }
    }
}
