namespace Fuyao.Operations.Backup;

/// <summary>Reads the heads file, which whoever appends to it holds alone for a moment.</summary>
internal static class HeadsCopy
{
    public static async Task<string[]> ReadAsync(string path, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                using var reader = new StreamReader(file);
                var text = await reader.ReadToEndAsync(ct);
                // A line that is being written when the machine stops has no end; it is not a head yet.
                return text.Split('\n')[..^1];
            }
            catch (IOException) when (attempt < 500 && File.Exists(path))
            {
                await Task.Delay(5, ct);
            }
        }
    }
}
