namespace Fuyao.Access.Identity;

/// <summary>
/// Counts failures for names that no account has (or only a closed one) as accounts count their own: a lockout that only accounts know
/// would tell which names exist. Kept in memory; forgotten with the process.
/// </summary>
internal sealed class GuessedNames(TimeProvider clock)
{
    private const int MostNames = 20_000;
    private const int MostLetters = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset? Until)> names = [];

    /// <summary>Whether one more guess is let through to be found wrong; false while the name is locked out.</summary>
    public bool Take(string name)
    {
        var key = name.Length > MostLetters ? name[..MostLetters] : name;
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var (failures, until) = names.GetValueOrDefault(key);
            if (until > now)
            {
                return false;
            }

            if (names.Count >= MostNames)
            {
                names.Clear();
            }

            failures = until is null ? failures + 1 : 1;
            names[key] = (failures, failures >= SignIn.MostFailures ? now + SignIn.Lockout : null);
            return true;
        }
    }
}
