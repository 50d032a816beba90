namespace Fuyao.Feel;

/// <summary>Gathers findings about one text and turns offsets into lines and columns.</summary>
internal sealed class Problems(string text)
{
    private const int Most = 100;
    private readonly List<FeelProblem> _all = [];

    public IReadOnlyList<FeelProblem> All => _all;
    public bool HasErrors => _all.Exists(p => p.IsError);
    public string? Part { get; set; }

    public void Error(string code, int start, int end, string zh, string en, string? suggestion = null, string? witness = null) =>
        Add(FeelSeverity.Error, code, start, end, zh, en, suggestion, witness);

    public void Warning(string code, int start, int end, string zh, string en, string? suggestion = null, string? witness = null) =>
        Add(FeelSeverity.Warning, code, start, end, zh, en, suggestion, witness);

    private void Add(FeelSeverity severity, string code, int start, int end, string zh, string en, string? suggestion, string? witness)
    {
        if (_all.Count < Most && !_all.Exists(p => p.Code == code && p.Position.Offset == start && p.Part == Part && p.Severity == severity))
            _all.Add(new(code, severity, At(text, start, end), zh, en, suggestion, Part, witness));
    }

    public static FeelPosition At(string text, int start, int end)
    {
        start = Math.Clamp(start, 0, text.Length);
        int line = 1, column = 1;
        for (var i = 0; i < start; i++)
        {
            if (text[i] == '\n')
            {
                line++;
                column = 1;
            }
            else
                column++;
        }
        return new(start, Math.Max(0, Math.Min(end, text.Length) - start), line, column);
    }
}
