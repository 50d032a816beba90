using Microsoft.AspNetCore.Identity;

namespace Fuyao.Access.Identity;

/// <summary>A person who signs in. Platform table: outside the county key, referred to by id only.</summary>
internal sealed class User : IdentityUser<Guid>
{
    /// <summary>The name that records and screens show.</summary>
    public string DisplayName { get; set; } = "";

    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A role in a place. A session acts in exactly one of its user's assignments.</summary>
internal sealed class RoleAssignment
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public string Role { get; set; } = "";

    /// <summary>12-digit code of the place; 0 is the nation.</summary>
    public long Region { get; set; }
}

/// <summary>One sign-in. Ended by sign-out, expiry, disabling or a new password; the cookie alone opens nothing.</summary>
internal sealed class Session
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public Guid AssignmentId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
