"""The groups of staff, each tied to its role by a code."""

from django.db import migrations

GROUP_NAMES = {
    "communicator": "Kommunikatörer",
    "moderator": "Moderatorer",
    "juror": "Jurymedlemmar",
    "registrar": "Registratorer",
}

PAGE_PERMISSIONS = {
    "communicator": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"],
}

COLLECTION_PERMISSIONS = {
    "communicator": [
        ("wagtailimages", "image", ["add", "change", "choose"]),
        ("wagtaildocs", "document", ["add", "change", "choose"]),
    ],
}

MODEL_PERMISSIONS = {
    "communicator": [
        ("wagtailadmin", "admin", ["access"]),
        ("awards", "organisation", ["add", "change", "delete", "view"]),
        ("cms", "sitesettings", ["change"]),
        ("home", "feedbackmessage", ["view", "change"]),
        ("wagtailredirects", "redirect", ["add", "change", "delete", "view"]),
    ],
    "moderator": [("wagtailadmin", "admin", ["access"])],
    "juror": [("wagtailadmin", "admin", ["access"])],
    "registrar": [("wagtailadmin", "admin", ["access"])],
}


def make_groups(apps, schema_editor):
    """Make each group with its permissions; one that has its name already is taken as it."""
    Group = apps.get_model("auth", "Group")
    StaffGroup = apps.get_model("awards", "StaffGroup")
    for role, name in GROUP_NAMES.items():
        group, _ = Group.objects.get_or_create(name=name)
        StaffGroup.objects.create(role=role, group=group)
        group.permissions.add(
            *(
                _permission(apps, app, model, action)
                for app, model, actions in MODEL_PERMISSIONS[role]
                for action in actions
            )
        )
        _grant_pages(apps, group, PAGE_PERMISSIONS.get(role, []))
        _grant_collections(apps, group, COLLECTION_PERMISSIONS.get(role, []))


def remove_wagtails_own(apps, schema_editor):
    """Remove Wagtail's two groups and its workflow, unless somebody uses them.

    Beside the city's own groups they only confuse: what an editor submits to that workflow goes
    to a group that has no members.
    """
    Group = apps.get_model("auth", "Group")
    unused = Group.objects.filter(name__in=["Moderators", "Editors"], user=None)
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    tasks = Task.objects.filter(groups__in=unused, task_states=None)
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Workflow.objects.filter(
        workflow_tasks__task__in=tasks.values("task_ptr"), workflow_states=None
    ).delete()
    tasks.delete()
    unused.delete()


def _permission(apps, app, model, action):
    # Django makes permissions only after all migrations have run, so they are made here first.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return permission


def _grant_pages(apps, group, codenames):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for codename in codenames:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
            group=group,
            page=root,
            permission=_permission(apps, "wagtailcore", "page", codename.removesuffix("_page")),
        )


def _grant_collections(apps, group, rows):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    for app, model, actions in rows:
        for action in actions:
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=group, collection=root, permission=_permission(apps, app, model, action)
            )


def remove_groups(apps, schema_editor):
    """Remove the groups again, with whatever was granted to them, unless they have members."""
    StaffGroup = apps.get_model("awards", "StaffGroup")
    groups = list(StaffGroup.objects.values_list("group_id", flat=True))
    StaffGroup.objects.all().delete()
    apps.get_model("auth", "Group").objects.filter(pk__in=groups, user=None).delete()


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("awards", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_groups, remove_groups),
        migrations.RunPython(remove_wagtails_own, migrations.RunPython.noop),
    ]
