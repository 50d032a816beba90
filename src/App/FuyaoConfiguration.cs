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
    private static ProblemException Unreadable(string zh, string en) => new(400, new Problem("unreadable-configuration", new LocalText(zh, en)));

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
        catch (FileNotFoundException)
        {
            throw Unreadable($"没有配置文件 {file}(由 FUYAO_CONFIG 指定)。", $"There is no configuration file {file}, which FUYAO_CONFIG names.");
        }
        catch (InvalidDataException e)
        {
            var where = e.GetBaseException().Message;
            throw Unreadable($"配置文件 {file} 不是合法的 JSON:{where}", $"The configuration file {file} is not JSON: {where}");
        }
    }
}
