"""How to take each guard out that an event meets."""

from tests.security.guard import STATES, Guard

GATE = "tests/frontend/events/test_gate.py"
PAYLOADS = "tests/frontend/events/test_payloads.py"
LIVE = f"{STATES}/test_products_live.py"
TRAPS = "tests/frontend/test_traps.py"
SECOND_CLICK = "test_second_of_two_clicks_saves_nothing"

GUARDS = [
    Guard(
        "sign-in check of the gate",
        (18,),
        "frontend.events.gate",
        "            require_login_user()\n",
        "            pass\n",
        f"{GATE}::test_payload_tells_a_stranger_nothing",
    ),
    Guard(
        "forgetting the previous user's rows",
        (21,),
        "frontend.events.gate",
        "await self._forget_previous_user(navbar, current_user())",
        "pass",
        f"{GATE}::test_rows_go_with_the_first_event_after_signing_out",
    ),
    Guard(
        "payload check",
        (22,),
        "frontend.events.gate",
        "check_payload(handlers[event.name].handler, event.payload)",
        "pass",
        f"{PAYLOADS}::test_refused_event_changes_nothing_and_says_so",
    ),
    Guard(
        "surrogates kept from Reflex",
        (),
        "frontend.events.gate",
        "refuse_lone_surrogates(event.payload)",
        "pass",
        f"{PAYLOADS}::test_reflexes_own_handlers_are_spared_what_ends_a_connection",
    ),
    Guard(
        "limit of one tab's events",
        (18,),
        "frontend.frontend",
        "app.add_middleware(EventLimit())\n",
        "",
        "tests/frontend/events/test_limit.py",
    ),
    Guard(
        "handlers that no page calls",
        (10, 22),
        "frontend.upstream_events",
        "    unregister_undeclared_handlers()\n",
        "",
        f"{GATE}::test_browser_may_send_these_events_and_no_other",
    ),
    Guard(
        "one line for an unknown event",
        (),
        "frontend.upstream_sockets",
        "    refuse_unknown_events()\n",
        "",
        "tests/frontend/test_upstream_sockets.py"
        "::test_an_unknown_event_leaves_one_line_without_the_cookie",
    ),
    Guard(
        "thread for each event",
        (24,),
        "frontend.upstream_cost",
        "    run_events_in_a_thread()\n",
        "",
        "tests/frontend/test_upstream_cost.py::test_each_event_has_a_thread_of_its_own",
    ),
    Guard(
        "connection that works",
        (23,),
        "frontend.threads.work_item",
        "        close_old_connections()\n",
        "",
        "tests/frontend/threads/test_database.py"
        "::test_work_gets_a_connection_that_works",
    ),
    Guard(
        "options that are no variables",
        (1,),
        "frontend.states.products",
        "    _model_state_options: ClassVar[Any]\n",
        "",
        f"{TRAPS}::test_options_without_an_annotation_become_fields",
    ),
    Guard(
        "handler of the mixin",
        (2,),
        "frontend.states.products",
        "    live_subscribe = LiveList.live_subscribe\n",
        "",
        f"{TRAPS}::test_handler_of_a_mixin_is_not_registered",
    ),
    Guard(
        "variables of its own",
        (4,),
        "frontend.states.products",
        '        error_var = "error_message"\n',
        "",
        f"{TRAPS}::test_default_variables_are_shared_by_all_model_states",
    ),
    Guard(
        "no lookups from a browser",
        (3, 5),
        "frontend.states.products",
        "use_canonical_api = False",
        "use_canonical_api = True",
        f"{TRAPS}::test_any_lookup_can_be_sent_by_a_browser",
    ),
    Guard(
        "permissions of the shelf",
        (6,),
        "frontend.states.products",
        "if action in needed and not await self._may(needed[action]):",
        "if False:",
        f"{STATES}/test_products_refusals.py::test_each_verb_needs_its_own_permission",
    ),
    Guard(
        "navbar looked after",
        (12,),
        "frontend.frontend",
        "on_load=[NavbarState.sync_from_django, *on_load]",
        "on_load=[*on_load]",
        "tests/frontend/test_traps_of_events.py"
        "::test_event_of_a_plain_state_leaves_the_navbar_as_it_was",
    ),
    Guard(
        "session asked again while live",
        (21,),
        "frontend.live.page",
        "await self._require_same_user(page)",
        "pass",
        f"{LIVE}::test_it_ends_with_the_session_and_takes_the_rows_along",
    ),
    Guard(
        "password asked again while live",
        (21,),
        "frontend.live.sessions",
        "return any(constant_time_compare(begun_with, each) for each in hashes)",
        "return True",
        "tests/frontend/live/test_sessions.py"
        "::test_session_that_ended_is_left_out_and_no_other",
    ),
    Guard(
        "nothing handed out that was read before the change",
        (),
        "frontend.live.feed",
        "self.reads.clear()",
        "pass",
        f"{LIVE}::test_change_of_another_user_appears_in_its_place",
    ),
    Guard(
        "live page that outlives a failure",
        (26,),
        "frontend.live.page",
        "except (DatabaseError, InvalidOperation) as error:",
        "except ZeroDivisionError as error:",
        f"{LIVE}::test_database_away_for_a_moment_does_not_end_it",
    ),
    Guard(
        "second click on the inventory",
        (),
        "frontend.states.inventory",
        "if not self.form_open:",
        "if False:",
        f"{STATES}/test_inventory_meanwhile.py::{SECOND_CLICK}",
    ),
    Guard(
        "second click on the shelf",
        (),
        "frontend.states.products",
        "if action == ACTION_SAVE and not self.form_open:",
        "if False:",
        f"{STATES}/test_products_meanwhile.py::{SECOND_CLICK}",
    ),
    Guard(
        "silence about what broke",
        (),
        "frontend.events.faults",
        "    return rx.toast.error(UNEXPECTED)",
        "    return rx.toast.error(str(exception))",
        "tests/frontend/events/test_faults.py"
        "::test_exception_becomes_a_toast_and_its_text_goes_to_the_log",
    ),
]
